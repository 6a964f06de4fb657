// Every parameter of an offer or an answer, checked by the rules of RFC 7692 §7.1.
#include "05_websocket/handshake/deflate_negotiation.h"

#include <algorithm>
#include <string_view>

namespace l05 {
namespace {

constexpr int kMinWindowBits = 8;

// The parameters of one offer or answer as they were written.
struct Written {
  bool server_no_context_takeover = false;    // present
  bool client_no_context_takeover = false;    // present
  std::optional<int> server_max_window_bits;  // present; 0: without a value
  std::optional<int> client_max_window_bits;  // present; 0: without a value
};

// RFC 7692 §7.1.2.1: a decimal number from 8 to 15 without leading zeros.
std::optional<int> ReadBits(std::string_view text) {
  for (int bits = kMinWindowBits; bits <= kMaxWindowBits; ++bits) {
    if (text == std::to_string(bits)) return bits;
  }
  return std::nullopt;
}

std::optional<std::string> TakeFlag(const ExtensionParameter& parameter, bool* flag) {
  if (*flag) return parameter.name + " is given twice";
  if (parameter.value) return parameter.name + " must have no value";
  *flag = true;
  return std::nullopt;
}

std::optional<std::string> TakeBits(const ExtensionParameter& parameter, std::optional<int>* bits) {
  if (*bits) return parameter.name + " is given twice";
  *bits = parameter.value ? ReadBits(*parameter.value) : 0;
  if (!*bits) return parameter.name + " is not a number from 8 to 15";
  return std::nullopt;
}

// Returns what is wrong, or nothing. What is unknown is wrong: it may change what the data mean.
std::optional<std::string> ReadParameters(const Extension& extension, Written* written) {
  for (const ExtensionParameter& parameter : extension.parameters) {
    std::optional<std::string> problem = "unknown parameter " + parameter.name;
    if (parameter.name == "server_no_context_takeover") {
      problem = TakeFlag(parameter, &written->server_no_context_takeover);
    } else if (parameter.name == "client_no_context_takeover") {
      problem = TakeFlag(parameter, &written->client_no_context_takeover);
    } else if (parameter.name == "server_max_window_bits") {
      problem = TakeBits(parameter, &written->server_max_window_bits);
    } else if (parameter.name == "client_max_window_bits") {
      problem = TakeBits(parameter, &written->client_max_window_bits);
    }
    if (problem) return problem;
  }
  // Only an offer may leave the number out, and only the client's: "I can, you choose".
  if (written->server_max_window_bits == 0) return "server_max_window_bits has no value";
  return std::nullopt;
}

// Whether the answer stays inside the offer. client_no_context_takeover may come unoffered, and so
// may the server's promises about itself (§7.1.1.2, §7.1.2.1).
std::optional<std::string> CompareWithOffer(const Written& answer, const DeflateOptions& offered) {
  if (offered.server_no_context_takeover && !answer.server_no_context_takeover) {
    return "server_no_context_takeover was asked for and not granted";
  }
  const int server_limit = offered.server_max_window_bits;
  if (server_limit != 0 && answer.server_max_window_bits.value_or(kMaxWindowBits) > server_limit) {
    return "server_max_window_bits is larger than asked for";
  }
  if (!answer.client_max_window_bits) return std::nullopt;
  if (offered.client_max_window_bits == 0) return "client_max_window_bits was not offered";
  if (*answer.client_max_window_bits == 0) return "client_max_window_bits has no value";
  if (*answer.client_max_window_bits > offered.client_max_window_bits) {
    return "client_max_window_bits is larger than offered";
  }
  return std::nullopt;
}

bool IsWindow(int bits) {
  return bits == 0 || (bits >= kMinWindowBits && bits <= kMaxWindowBits);
}

}  // namespace

std::optional<std::string> CheckDeflateOptions(const DeflateOptions& options) {
  if (!IsWindow(options.server_max_window_bits) || !IsWindow(options.client_max_window_bits)) {
    return "a compression window has 8 to 15 bits";
  }
  if (options.level < 1 || options.level > 9) return "a compression level is 1 to 9";
  return std::nullopt;
}

std::string DeflateOffer(const DeflateOptions& options) {
  std::string offer = kDeflateName;
  if (options.server_no_context_takeover) offer += "; server_no_context_takeover";
  if (options.client_no_context_takeover) offer += "; client_no_context_takeover";
  if (options.server_max_window_bits != 0) {
    offer += "; server_max_window_bits=" + std::to_string(options.server_max_window_bits);
  }
  if (options.client_max_window_bits == 0) return offer;
  // Without a number it says: the server may choose any. The largest one needs no number.
  offer += "; client_max_window_bits";
  if (options.client_max_window_bits == kMaxWindowBits) return offer;
  return offer + "=" + std::to_string(options.client_max_window_bits);
}

std::optional<DeflateParameters> ReadDeflateAnswer(const std::vector<Extension>& answer,
                                                   const DeflateOptions& offered,
                                                   std::string* error) {
  if (answer.size() != 1 || answer[0].name != kDeflateName) {
    *error = "the server chose an extension that was not offered, or one twice";
    return std::nullopt;
  }
  Written written;
  auto problem = ReadParameters(answer[0], &written);
  if (!problem) problem = CompareWithOffer(written, offered);
  if (problem) {
    *error = std::string(kDeflateName) + ": " + *problem;
    return std::nullopt;
  }
  DeflateParameters agreed;
  agreed.server_no_context_takeover = written.server_no_context_takeover;
  agreed.server_max_window_bits = written.server_max_window_bits.value_or(kMaxWindowBits);
  // What we announced about ourselves holds even if the server does not repeat it.
  agreed.client_no_context_takeover =
      written.client_no_context_takeover || offered.client_no_context_takeover;
  const int ours = offered.client_max_window_bits;
  agreed.client_max_window_bits =
      written.client_max_window_bits.value_or(ours == 0 ? kMaxWindowBits : ours);
  return agreed;
}

std::optional<DeflateParameters> ChooseDeflateOffer(const std::vector<Extension>& offers) {
  for (const Extension& offer : offers) {
    Written written;
    if (offer.name != kDeflateName || ReadParameters(offer, &written)) continue;
    DeflateParameters chosen;
    chosen.server_no_context_takeover = written.server_no_context_takeover;
    chosen.client_no_context_takeover = written.client_no_context_takeover;
    chosen.server_max_window_bits = written.server_max_window_bits.value_or(kMaxWindowBits);
    const int client = written.client_max_window_bits.value_or(0);
    if (client != 0) chosen.client_max_window_bits = client;
    return chosen;
  }
  return std::nullopt;
}

std::string DeflateAnswer(const DeflateParameters& parameters) {
  std::string answer = kDeflateName;
  if (parameters.server_no_context_takeover) answer += "; server_no_context_takeover";
  if (parameters.client_no_context_takeover) answer += "; client_no_context_takeover";
  if (parameters.server_max_window_bits != kMaxWindowBits) {
    answer += "; server_max_window_bits=" + std::to_string(parameters.server_max_window_bits);
  }
  if (parameters.client_max_window_bits != kMaxWindowBits) {
    answer += "; client_max_window_bits=" + std::to_string(parameters.client_max_window_bits);
  }
  return answer;
}

}  // namespace l05
