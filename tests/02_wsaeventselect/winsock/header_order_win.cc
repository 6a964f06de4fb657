// Compiling this file is the test: winsock2.h before windows.h, without the help of
// WIN32_LEAN_AND_MEAN.
#undef WIN32_LEAN_AND_MEAN
#include <winsock2.h>

#include <windows.h>

static_assert(sizeof(WSANETWORKEVENTS) > 0 && sizeof(SYSTEM_INFO) > 0);
