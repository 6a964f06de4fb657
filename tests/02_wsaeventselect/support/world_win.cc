#include "tests/02_wsaeventselect/support/world.h"

namespace l02_test {
namespace {

// Wine 8.0 resets the event even if the enumeration fails. Windows, and later versions of Wine,
// leave it alone. The question needs no network, so the answer is always the same.
bool FailedEnumerationResetsTheEvent() {
  WSADATA data;
  WSAStartup(MAKEWORD(2, 2), &data);
  const WSAEVENT event = WSACreateEvent();
  WSASetEvent(event);
  WSANETWORKEVENTS unused{};
  WSAEnumNetworkEvents(INVALID_SOCKET, event, &unused);
  const bool reset = WSAWaitForMultipleEvents(1, &event, FALSE, 0, FALSE) == WSA_WAIT_TIMEOUT;
  WSACloseEvent(event);
  WSACleanup();
  return reset;
}

}  // namespace

const l02::Profile& WorldProfile() {
  static const l02::Profile chosen =
      FailedEnumerationResetsTheEvent() ? l02::Wine8Profile() : l02::WindowsProfile();
  return chosen;
}

std::vector<l02::Profile> AvailableProfiles() {
  return {WorldProfile()};
}

void UseProfile(const l02::Profile&) {}

// Wine's own developers give this way to ask: a function that only its ntdll.dll has.
bool RunsUnderWine() {
  return GetProcAddress(GetModuleHandleA("ntdll.dll"), "wine_get_version") != nullptr;
}

Inspection Inspect(SOCKET) {
  return {};
}

NoMoreHandles::NoMoreHandles() = default;

NoMoreHandles::~NoMoreHandles() = default;

bool NoMoreHandles::IsPossible() {
  return false;
}

}  // namespace l02_test
