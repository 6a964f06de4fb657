// Groups, and how a client gets an event of its own.
#include "02_wsaeventselect/servers/grouped_server.h"

#include <algorithm>
#include <iterator>

namespace l02 {
namespace {

constexpr std::size_t kStopIndex = 0;
constexpr std::size_t kDoorIndex = 1;
constexpr std::size_t kFirstGroup = 2;

}  // namespace

GroupedServer::GroupedServer(const l01::Endpoint& local)
    : door_(local), groups_(kOwnEvents + kSharedEvents) {
  events_ = {stop_event_.get(), door_.event()};
  for (const Group& group : groups_) events_.push_back(group.event.get());
}

void GroupedServer::Run() {
  stopped_ = false;
  while (!stopped_) {
    ++turn_;
    const DWORD timeout = door_.BeforeWait(counts_);
    HandleSignalled(
        events_, counts_, [this](std::size_t index) { return Handle(index); }, timeout);
  }
}

bool GroupedServer::Handle(std::size_t index) {
  if (index == kStopIndex) {
    ::WSAResetEvent(stop_event_.get());  // so that Run() can be called again
    stopped_ = true;
  } else if (index == kDoorIndex) {
    door_.LetIn(counts_, [this](OwnedSocket client) { AddClient(std::move(client)); });
  } else {
    AskGroup(groups_[index - kFirstGroup]);
  }
  return !stopped_;
}

void GroupedServer::AskGroup(Group& group) {
  ::WSAResetEvent(group.event.get());  // before asking, as in the shared loop
  group.last_used = turn_;
  const bool shared = &group >= &groups_[kOwnEvents];
  for (auto session = group.sessions.begin(); session != group.sessions.end();) {
    const auto current = session++;  // `current` may leave the group
    const WSANETWORKEVENTS record = TakeRecord(current->socket(), WSA_INVALID_EVENT, counts_);
    if (record.lNetworkEvents == 0) continue;
    if (!current->OnEvents(record)) {
      group.sessions.erase(current);
    } else if (shared && (record.lNetworkEvents & FD_READ) != 0) {
      GiveOwnEvent(group, current);  // who spoke lately will speak again
    }
  }
}

// [own-event]
void GroupedServer::GiveOwnEvent(Group& shared, std::list<EchoSession>::iterator session) {
  Group& own = LeastUsedOwnGroup();
  if (own.last_used == turn_) return;  // more speakers than events: leave it where it is
  try {
    // The one that has been silent for longest goes back to the others.
    if (!own.sessions.empty()) Move(own, own.sessions.begin(), SmallestSharedGroup());
    Move(shared, session, own);
    own.last_used = turn_;
  } catch (const l01::SocketError&) {
    // No memory for another association. The old one stands: it is asked with its group, as before.
  }
}

// What was recorded and not yet taken signals the new event at once, so nothing is lost on the way.
void GroupedServer::Move(Group& from, std::list<EchoSession>::iterator session, Group& to) {
  session->Watch(to.event.get(), counts_);
  to.sessions.splice(to.sessions.end(), from.sessions, session);
}
// [own-event]

void GroupedServer::AddClient(OwnedSocket socket) {
  Group& group = SmallestSharedGroup();
  std::list<EchoSession> added;  // if Watch fails, nobody has joined the group yet
  added.emplace_back(std::move(socket)).Watch(group.event.get(), counts_);
  group.sessions.splice(group.sessions.end(), added);
}

GroupedServer::Group& GroupedServer::SmallestSharedGroup() {
  return *std::min_element(
      groups_.begin() + kOwnEvents, groups_.end(),
      [](const Group& a, const Group& b) { return a.sessions.size() < b.sessions.size(); });
}

GroupedServer::Group& GroupedServer::LeastUsedOwnGroup() {
  // An empty one was last used never.
  const auto used = [](const Group& group) { return group.sessions.empty() ? 0 : group.last_used; };
  return *std::min_element(groups_.begin(), groups_.begin() + kOwnEvents,
                           [&](const Group& a, const Group& b) { return used(a) < used(b); });
}

}  // namespace l02
