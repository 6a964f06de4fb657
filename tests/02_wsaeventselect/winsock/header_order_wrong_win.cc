// Compiling this file must fail or warn: windows.h has brought in winsock.h before winsock2.h.
#undef WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <winsock2.h>

int main() {}
