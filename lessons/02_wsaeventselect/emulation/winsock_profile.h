// Where Microsoft's documentation, Windows and Wine 8.0 do different things, each difference is a
// flag here. The emulation obeys the current profile; the tests expect the current profile's
// values.
//
// `documented` follows Microsoft's pages, `windows` what Wine's own conformance tests demand of a
// real Windows, `wine8` what Wine 8.0 does. The default takes the value on which two of the three
// agree; where no two agree, what Microsoft writes; where Microsoft is silent, what Windows does.
// Short sends are on: a program that copes with them runs anywhere. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_WINSOCK_PROFILE_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_WINSOCK_PROFILE_H_

namespace l02 {

/// One choice for every open question of the API.
struct Profile {
  const char* name = "default";               // for messages
  int reset_error_code = 10054;               // FD_CLOSE's code after a reset; 0 hides the reset
  bool close_waits_for_unread = true;         // FD_CLOSE comes only once all data has been read
  bool new_arrival_reposts = false;           // re-select repeats FD_READ/FD_ACCEPT if more arrived
  bool send_may_be_short = true;              // send may take a part of the buffer
  bool unbound_udp_writable = false;          // FD_WRITE on a UDP socket before bind
  bool udp_connect_reports = true;            // connect on UDP gives FD_CONNECT
  bool udp_unreachable_resets = true;         // "port unreachable" makes recvfrom fail
  bool reselect_repeats_consumed = false;     // re-select repeats what has been enumerated already
  bool select_clears_unconsumed = false;      // re-select forgets what nobody has enumerated
  bool cancel_checks_event = false;           // mask 0 with a bad event handle is an error
  bool enum_atomic = true;                    // copy, clear and reset are one step
  bool failed_enum_keeps_event = true;        // a failing enumeration leaves the event alone
  bool sd_both_drops_association = false;     // shutdown(SD_BOTH) ends the reports
  bool connect_retry_works = true;            // connect may be called again after a failure
  bool io_while_connecting_not_conn = true;   // send/recv too early: WSAENOTCONN, else WOULDBLOCK
  bool unconnected_io_not_conn = true;        // send/recv without a connection: always WSAENOTCONN
  bool blocking_connect_keeps_error = false;  // SO_ERROR after a blocking connect has failed
  bool bad_address_told_apart = true;         // wrong family or size have error codes of their own
  bool startup_checked = true;                // every call needs WSAStartup
};

/// What Microsoft's pages say.
constexpr Profile DocumentedProfile() {
  Profile profile{.name = "documented"};
  profile.unbound_udp_writable = true;
  profile.reselect_repeats_consumed = true;
  profile.select_clears_unconsumed = true;
  return profile;
}

/// What Windows does, as far as Wine's conformance tests pin it down.
constexpr Profile WindowsProfile() {
  Profile profile{.name = "windows"};
  profile.reset_error_code = 10053;
  profile.close_waits_for_unread = false;
  profile.new_arrival_reposts = true;
  profile.send_may_be_short = false;
  return profile;
}

/// What Wine 8.0 does.
constexpr Profile Wine8Profile() {
  Profile profile{.name = "wine8"};
  profile.reset_error_code = 0;
  profile.unbound_udp_writable = true;
  profile.udp_connect_reports = false;
  profile.udp_unreachable_resets = false;
  profile.cancel_checks_event = true;
  profile.enum_atomic = false;
  profile.failed_enum_keeps_event = false;
  profile.sd_both_drops_association = true;
  profile.connect_retry_works = false;
  profile.io_while_connecting_not_conn = false;
  profile.unconnected_io_not_conn = false;
  profile.blocking_connect_keeps_error = true;
  profile.bad_address_told_apart = false;
  profile.startup_checked = false;
  return profile;
}

#ifndef _WIN32
/// The profile that the emulation obeys now. Any thread.
Profile CurrentProfile();
/// Makes the emulation obey another profile, for all sockets at once. Any thread.
void SetProfile(const Profile& profile);
#endif

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_WINSOCK_PROFILE_H_
