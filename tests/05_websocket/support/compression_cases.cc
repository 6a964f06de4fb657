// The cases of the small fuzzing server about permessage-deflate, numbered like Autobahn's 12.* and
// 13.*: sizes, parameters, fragments, and what must not be sent.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/05_websocket/support/fuzzing_server.h"
#include "tests/05_websocket/support/zip.h"

namespace ws_test {
namespace {

constexpr int kCompressed = 0x40;  // RSV1

struct Parameters {
  std::string answer = "permessage-deflate";
  bool server_forgets = false;
  bool client_forgets = false;
  int server_bits = 15;
  int client_bits = 15;
};

// Both directions of one connection.
struct Codec {
  explicit Codec(const Parameters& agreed)
      : parameters(agreed), zip(agreed.server_bits), unzip(agreed.client_bits) {}

  std::string Compress(const std::string& text) {
    if (parameters.server_forgets) zip.Forget();
    return zip.Message(text);
  }
  // The message in a frame of the client, which may compress or not.
  std::string MessageOf(const ClientFrame& frame) {
    if (!frame.rsv1) return frame.payload;
    if (parameters.client_forgets) unzip.Forget();
    return unzip.Message(frame.payload);
  }

  Parameters parameters;
  Zip zip;
  Unzip unzip;
};

std::string CloseInOrder(Conversation& client) {
  client.SendFrame(0x88, CloseText(1000));
  return client.ReadFrame().payload == CloseText(1000) ? "" : "the Close frame was not answered";
}

std::string EchoOf(Conversation& client, Codec& codec, int opcode, const std::string& text) {
  const ClientFrame frame = client.ReadFrame();
  if (frame.opcode != opcode || !frame.fin) return "another frame than the echo";
  if (frame.other_rsv) return "a reserved bit that means nothing";
  return codec.MessageOf(frame) == text ? "" : "the echo is another message";
}

// Text whose parts resemble each other, so that compression has something to refer to.
std::string Sample(std::size_t size, int number) {
  std::string text;
  for (int i = number; text.size() < size; ++i) {
    text += "{\"id\":" + std::to_string(i) + ",\"name\":\"peer\"}";
  }
  text.resize(size);
  return text;
}

std::string Play(Conversation& client, const Parameters& parameters, int opcode, std::size_t size) {
  Codec codec(parameters);
  for (int number = 0; number < 20; ++number) {
    const std::string text = Sample(size, number);
    client.SendFrame(0x80 | kCompressed | opcode, codec.Compress(text));
    const std::string problem = EchoOf(client, codec, opcode, text);
    if (!problem.empty()) return problem;
  }
  return CloseInOrder(client);
}

std::string PlayFragments(Conversation& client, Cut cut) {
  Codec codec({});
  const std::string text = Sample(40000, 7);
  const std::string payload = codec.Compress(text);
  const std::size_t third = payload.size() / 3;
  client.SetCut(cut);
  client.SendFrame(kCompressed | 1, payload.substr(0, third));
  client.SendFrame(0x89, "ping");
  client.SendFrame(0x00, payload.substr(third, third));
  client.SendFrame(0x80, payload.substr(2 * third));
  if (client.ReadFrame().payload != "ping") return "no pong between the fragments";
  const std::string problem = EchoOf(client, codec, 1, text);
  return problem.empty() ? CloseInOrder(client) : problem;
}

// Rule R32: compressed and uncompressed messages may alternate.
std::string PlayMixed(Conversation& client) {
  Codec codec({});
  for (int number = 0; number < 10; ++number) {
    const std::string text = Sample(500, number);
    const bool compress = number % 2 == 0;
    client.SendFrame(0x81 | (compress ? kCompressed : 0), compress ? codec.Compress(text) : text);
    const std::string problem = EchoOf(client, codec, 1, text);
    if (!problem.empty()) return problem;
  }
  client.SendFrame(0x82 | kCompressed, codec.Compress(""));
  const std::string problem = EchoOf(client, codec, 2, "");
  return problem.empty() ? CloseInOrder(client) : problem;
}

FuzzingCase Fails(std::string id, int code, const std::string& octets) {
  return {std::move(id), "permessage-deflate", [=](Conversation& client) -> std::string {
            client.Send(octets);
            const ClientFrame frame = client.ReadFrame();
            if (frame.opcode != 8) return "no Close frame";
            client.ReadToEnd();
            return frame.payload.substr(0, 2) == CloseText(code) ? "" : "the wrong close code";
          }};
}

std::vector<Parameters> AllParameters() {
  return {{},
          {"permessage-deflate; server_no_context_takeover", true, false, 15, 15},
          {"permessage-deflate; client_no_context_takeover", false, true, 15, 15},
          {"permessage-deflate; server_max_window_bits=9", false, false, 9, 15},
          {"permessage-deflate; client_max_window_bits=9", false, false, 15, 9},
          {"permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
           "server_max_window_bits=10; client_max_window_bits=11",
           true, true, 10, 11}};
}

}  // namespace

std::vector<FuzzingCase> CompressionCases() {
  std::vector<FuzzingCase> cases;
  int number = 0;
  for (const std::size_t size : std::vector<std::size_t>{1, 16, 64, 256, 1024, 16384, 131072}) {
    cases.push_back({"12.1." + std::to_string(++number), "permessage-deflate",
                     [size](Conversation& client) { return Play(client, {}, 1, size); }});
    cases.push_back({"12.2." + std::to_string(number), "permessage-deflate",
                     [size](Conversation& client) { return Play(client, {}, 2, size); }});
  }
  number = 0;
  for (const Parameters& parameters : AllParameters()) {
    // Only what was offered may be answered: client_max_window_bits is in the default offer,
    // client_no_context_takeover needs no offer, and a server may limit itself.
    cases.push_back(
        {"13." + std::to_string(++number), parameters.answer,
         [parameters](Conversation& client) { return Play(client, parameters, 1, 3000); }});
  }
  cases.push_back({"12.f.1", "permessage-deflate",
                   [](Conversation& client) { return PlayFragments(client, Cut::kWhole); }});
  cases.push_back({"12.f.2", "permessage-deflate",
                   [](Conversation& client) { return PlayFragments(client, Cut::kOctets); }});
  cases.push_back({"12.m", "permessage-deflate", PlayMixed});
  cases.push_back(Fails("12.x.1", 1007, ServerFrame(0xC1, "\xFF\xFF\xFF\xFF")));
  cases.push_back(Fails("12.x.2", 1002, ServerFrame(0xC9, "compressed ping")));
  cases.push_back(Fails("12.x.3", 1002, ServerFrame(0x01, "a") + ServerFrame(0xC0, "b")));
  cases.push_back(Fails("12.x.4", 1007, ServerFrame(0xC1, Zip().Message("bad \xFF text"))));
  return cases;
}

}  // namespace ws_test
