// The cases of the small fuzzing server that need no compression. Their numbers are those of the
// Autobahn cases of the same kind.
#include <string>
#include <utility>
#include <vector>

#include "tests/05_websocket/support/fuzzing_server.h"

namespace ws_test {
namespace {

using std::string_literals::operator""s;

constexpr int kText = 0x81;    // first octet of a whole text message
constexpr int kBinary = 0x82;  // ... of a whole binary one
constexpr int kPing = 0x89;
constexpr int kPong = 0x8A;
constexpr int kClose = 0x88;

// What the client is expected to send: the opcode and payload of one frame.
using Answer = std::pair<int, std::string>;

std::string Describe(const ClientFrame& frame) {
  return "opcode " + std::to_string(frame.opcode) + " with " +
         std::to_string(frame.payload.size()) + " octets";
}

std::string Compare(const ClientFrame& frame, const Answer& expected) {
  if (frame.opcode == expected.first && frame.payload == expected.second && frame.fin &&
      !frame.rsv1 && !frame.other_rsv) {
    return {};
  }
  return "got " + Describe(frame) + " instead of opcode " + std::to_string(expected.first) +
         " with " + std::to_string(expected.second.size()) + " octets";
}

std::string Expect(Conversation& client, const std::vector<Answer>& answers) {
  for (const Answer& answer : answers) {
    const std::string problem = Compare(client.ReadFrame(), answer);
    if (!problem.empty()) return problem;
  }
  return {};
}

// The server ends a conversation that went well; the client must answer with the same code.
std::string CloseInOrder(Conversation& client) {
  client.SendFrame(kClose, CloseText(1000));
  return Expect(client, {{8, CloseText(1000)}});
}

// The client must fail the connection with this code, after these answers, and end TCP.
std::string ExpectFailure(Conversation& client, int code, const std::vector<Answer>& answers = {}) {
  const std::string problem = Expect(client, answers);
  if (!problem.empty()) return problem;
  const ClientFrame frame = client.ReadFrame();
  if (frame.opcode != 8) return "got " + Describe(frame) + " instead of a Close frame";
  if (frame.payload.substr(0, 2) != CloseText(code)) return "the wrong close code";
  client.ReadToEnd();
  return {};
}

// Sends `octets` as they are cut and expects `answers`, then an orderly end.
FuzzingCase Converse(std::string id, std::string octets, std::vector<Answer> answers,
                     Cut cut = Cut::kWhole) {
  return {std::move(id), "", [=](Conversation& client) {
            client.SetCut(cut);
            client.Send(octets);
            client.SetCut(Cut::kWhole);
            const std::string problem = Expect(client, answers);
            return problem.empty() ? CloseInOrder(client) : problem;
          }};
}

FuzzingCase Echo(std::string id, int first, const std::string& payload, Cut cut = Cut::kWhole) {
  return Converse(std::move(id), ServerFrame(first, payload), {{first & 0x0F, payload}}, cut);
}

FuzzingCase Fail(std::string id, int code, std::string octets, std::vector<Answer> answers = {}) {
  return {std::move(id), "", [=](Conversation& client) {
            client.Send(octets);
            return ExpectFailure(client, code, answers);
          }};
}

// The server's Close frame is answered with exactly this payload.
FuzzingCase Closes(std::string id, std::string octets, const std::string& payload,
                   std::vector<Answer> answers = {}) {
  return {std::move(id), "", [=](Conversation& client) {
            client.Send(octets);
            const std::string problem = Expect(client, answers);
            return problem.empty() ? Expect(client, {{8, payload}}) : problem;
          }};
}

using Cases = std::vector<FuzzingCase>;

void AddSizes(Cases* cases) {
  int number = 0;
  for (const std::size_t size : std::vector<std::size_t>{0, 125, 126, 127, 128, 65535, 65536}) {
    const std::string n = std::to_string(++number);
    cases->push_back(Echo("1.1." + n, kText, std::string(size, '*')));
    cases->push_back(Echo("1.2." + n, kBinary, std::string(size, '\xFE')));
  }
  cases->push_back(Echo("1.1.8", kText, std::string(65536, '*'), Cut::kRandom));
  cases->push_back(Echo("1.2.8", kBinary, std::string(65536, '\xFE'), Cut::kRandom));
}

void AddPings(Cases* cases) {
  const std::string binary("\x00\xFF\xFE\xFD\xFC\xFB\x00\xFF", 8);
  cases->push_back(Converse("2.1", ServerFrame(kPing, ""), {{10, ""}}));
  cases->push_back(Converse("2.2", ServerFrame(kPing, "Hello"), {{10, "Hello"}}));
  cases->push_back(Converse("2.3", ServerFrame(kPing, binary), {{10, binary}}));
  const std::string longest(125, '\xFE');
  cases->push_back(Converse("2.4", ServerFrame(kPing, longest), {{10, longest}}));
  cases->push_back(Fail("2.5", 1002, ServerFrame(kPing, std::string(126, '\xFE'))));
  cases->push_back(Converse("2.6", ServerFrame(kPing, longest), {{10, longest}}, Cut::kOctets));
  cases->push_back(Converse("2.7", ServerFrame(kPong, ""), {}));
  cases->push_back(Converse("2.8", ServerFrame(kPong, "unsolicited"), {}));
  cases->push_back(Converse("2.9", ServerFrame(kPong, "unsolicited") + ServerFrame(kPing, "ping"),
                            {{10, "ping"}}));
  std::string ten;
  std::vector<Answer> pongs;
  for (int i = 0; i < 10; ++i) {
    ten += ServerFrame(kPing, "payload-" + std::to_string(i));
    pongs.push_back({10, "payload-" + std::to_string(i)});
  }
  cases->push_back(Converse("2.10", ten, pongs));
  cases->push_back(Converse("2.11", ten, pongs, Cut::kOctets));
}

void AddReservedBits(Cases* cases) {
  const std::string hello = ServerFrame(kText, "Hello");
  const std::vector<Answer> one = {{1, "Hello"}};
  cases->push_back(Fail("3.1", 1002, ServerFrame(kText | 0x40, "Hello")));
  cases->push_back(
      Fail("3.2", 1002, hello + ServerFrame(kText | 0x20, "Hello") + ServerFrame(kPing, ""), one));
  cases->push_back(
      Fail("3.3", 1002, hello + ServerFrame(kText | 0x30, "Hello") + ServerFrame(kPing, ""), one));
  cases->push_back(
      Fail("3.4", 1002, hello + ServerFrame(kText | 0x40, "Hello") + ServerFrame(kPing, ""), one));
  cases->push_back(Fail("3.5", 1002, ServerFrame(kBinary | 0x50, std::string(8, '\xFF'))));
  cases->push_back(Fail("3.6", 1002, ServerFrame(kPing | 0x60, "Hello")));
  cases->push_back(Fail("3.7", 1002, ServerFrame(kClose | 0x70, CloseText(1000))));
}

void AddOpcodes(Cases* cases) {
  const std::string hello = ServerFrame(kText, "Hello");
  for (int opcode = 3; opcode <= 7; ++opcode) {
    const std::string id = "4.1." + std::to_string(opcode - 2);
    cases->push_back(Fail(id, 1002, hello + ServerFrame(0x80 | opcode, "") + ServerFrame(kPing, ""),
                          {{1, "Hello"}}));
  }
  for (int opcode = 11; opcode <= 15; ++opcode) {
    cases->push_back(Fail("4.2." + std::to_string(opcode - 10), 1002,
                          hello + ServerFrame(0x80 | opcode, "what?"), {{1, "Hello"}}));
  }
}

void AddFragments(Cases* cases) {
  const std::string first = ServerFrame(0x01, "fragment1");
  const std::string last = ServerFrame(0x80, "fragment2");
  const Answer whole{1, "fragment1fragment2"};
  cases->push_back(Fail("5.1", 1002, ServerFrame(0x09, "frag") + ServerFrame(0x80, "ment")));
  cases->push_back(Fail("5.2", 1002, ServerFrame(0x0A, "frag") + ServerFrame(0x80, "ment")));
  cases->push_back(Converse("5.3", first + last, {whole}));
  cases->push_back(Converse("5.5", first + last, {whole}, Cut::kOctets));
  const std::string between = first + ServerFrame(kPing, "ping") + last;
  cases->push_back(Converse("5.6", between, {{10, "ping"}, whole}));
  cases->push_back(Converse("5.8", between, {{10, "ping"}, whole}, Cut::kOctets));
  cases->push_back(Fail("5.9", 1002, ServerFrame(0x80, "nothing") + ServerFrame(kText, "Hello")));
  cases->push_back(Fail("5.12", 1002, ServerFrame(0x00, "nothing") + ServerFrame(kText, "Hello")));
  cases->push_back(
      Fail("5.15", 1002, first + last + ServerFrame(0x00, "3") + ServerFrame(0x81, "4"), {whole}));
  cases->push_back(Fail("5.18", 1002, first + ServerFrame(0x01, "fragment2")));
  std::string many = ServerFrame(0x01, "1") + ServerFrame(0x00, "2") + ServerFrame(kPing, "a") +
                     ServerFrame(0x00, "3") + ServerFrame(0x00, "4") + ServerFrame(kPing, "b") +
                     ServerFrame(0x80, "5");
  cases->push_back(Converse("5.19", many, {{10, "a"}, {10, "b"}, {1, "12345"}}));
  cases->push_back(Converse("5.20", many, {{10, "a"}, {10, "b"}, {1, "12345"}}, Cut::kRandom));
}

// "\xCE\xBA..." is the Greek word kosme, which Markus Kuhn's UTF-8 tests begin with.
void AddUtf8(Cases* cases) {
  const std::string kosme = "\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5";
  cases->push_back(Echo("6.1.1", kText, ""));
  cases->push_back(Converse(
      "6.1.2", ServerFrame(0x01, "") + ServerFrame(0x00, "") + ServerFrame(0x80, ""), {{1, ""}}));
  cases->push_back(
      Converse("6.1.3", ServerFrame(0x01, "") + ServerFrame(0x00, "middle") + ServerFrame(0x80, ""),
               {{1, "middle"}}));
  cases->push_back(Echo("6.2.1", kText, "Hello-\xC2\xB5@\xC3\x9F\xC3\xB6\xC3\xA4-UTF-8!!"));
  std::string octet_frames = ServerFrame(0x01, "");
  for (const char c : kosme) octet_frames += ServerFrame(0x00, std::string(1, c));
  cases->push_back(Converse("6.2.4", octet_frames + ServerFrame(0x80, ""), {{1, kosme}}));
  cases->push_back(Fail("6.3.1", 1007, ServerFrame(kText, kosme + "\xED\xA0\x80" + "edited")));
  // Fail fast: the rest of the message never comes, so a client that waits for it stays silent.
  cases->push_back(Fail("6.4.1", 1007, ServerFrame(0x01, kosme) + ServerFrame(0x00, "\xF4\x90")));
  const std::string frame = ServerFrame(kText, kosme + "\xF4\x90\x80\x80" + "edited");
  cases->push_back(Fail("6.4.3", 1007, frame.substr(0, 2 + kosme.size() + 2)));
  cases->push_back({"6.4.4", "", [frame, kosme](Conversation& client) {
                      client.SetCut(Cut::kOctets);
                      client.Send(frame.substr(0, 2 + kosme.size() + 2));
                      return ExpectFailure(client, 1007);
                    }});
  int number = 0;
  for (const char* valid : {"\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBD", "\xEF\xBF\xBF",
                            "\xF4\x8F\xBF\xBF", "\xDF\xBF", "\xF0\x90\x80\x80"}) {
    cases->push_back(Echo("6.9." + std::to_string(++number), kText, valid));
  }
  number = 0;
  for (const char* invalid :
       {"\xF4\x90\x80\x80", "\x80", "\xBF", "\x80\xBF\x80", "\xFE", "\xFF", "\xC0\xAF",
        "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xF8\x88\x80\x80\x80", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xC0\x80", "\xCE", "\xF0\x9D\x92"}) {
    cases->push_back(Fail("6.12." + std::to_string(++number), 1007, ServerFrame(kText, invalid)));
  }
}

void AddCloses(Cases* cases) {
  const std::string close = ServerFrame(kClose, CloseText(1000));
  const std::string answer = CloseText(1000);
  cases->push_back(Closes("7.1.1", ServerFrame(kText, "Hello") + close, answer, {{1, "Hello"}}));
  cases->push_back(Closes("7.1.2", close + close, answer));
  cases->push_back(Closes("7.1.3", close + ServerFrame(kPing, "late"), answer));
  cases->push_back(Closes("7.1.4", close + ServerFrame(kText, "late"), answer));
  cases->push_back(
      Closes("7.1.5", ServerFrame(0x01, "half") + close + ServerFrame(0x80, "late"), answer));
  const std::string large(256 * 1024, 'B');
  cases->push_back(Closes("7.1.6", ServerFrame(kText, large) + close + ServerFrame(kPing, "late"),
                          answer, {{1, large}}));
  cases->push_back(Closes("7.3.1", ServerFrame(kClose, ""), ""));
  cases->push_back(Fail("7.3.2", 1002, ServerFrame(kClose, "a")));
  cases->push_back(Closes("7.3.3", close, answer));
  cases->push_back(Closes("7.3.4", ServerFrame(kClose, CloseText(1000, "Hello")), answer));
  cases->push_back(
      Closes("7.3.5", ServerFrame(kClose, CloseText(1000, std::string(123, '*'))), answer));
  cases->push_back(
      Fail("7.3.6", 1002, ServerFrame(kClose, CloseText(1000, std::string(124, '*')))));
  cases->push_back(Fail("7.5.1", 1007, ServerFrame(kClose, CloseText(1000, "\xCE\xBA\xED\xA0"))));
}

void AddCloseCodes(Cases* cases) {
  int number = 0;
  for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
                         3000, 3999, 4000, 4999}) {
    cases->push_back(Closes("7.7." + std::to_string(++number), ServerFrame(kClose, CloseText(code)),
                            CloseText(code)));
  }
  number = 0;
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    cases->push_back(
        Fail("7.9." + std::to_string(++number), 1002, ServerFrame(kClose, CloseText(code))));
  }
}

std::string InFrames(const std::string& payload, std::size_t size) {
  std::string octets;
  for (std::size_t at = 0; at < payload.size(); at += size) {
    const bool last = at + size >= payload.size();
    octets += ServerFrame((at == 0 ? 0x01 : 0x00) | (last ? 0x80 : 0x00), payload.substr(at, size));
  }
  return octets;
}

void AddLimits(Cases* cases) {
  cases->push_back(Echo("9.1.3", kText, std::string(1024 * 1024, '*')));
  cases->push_back(Echo("9.1.6", kText, std::string(16 * 1024 * 1024, '*')));
  cases->push_back(Echo("9.2.4", kBinary, std::string(4 * 1024 * 1024, '\xFE')));
  const std::string large(4 * 1024 * 1024, '*');
  cases->push_back(Converse("9.3.1", InFrames(large, 64), {{1, large}}));
  cases->push_back(Converse("9.3.5", InFrames(large, 65536), {{1, large}}));
  std::string thousand;
  for (int i = 0; i < 1000; ++i) thousand += ServerFrame(kText, "*");
  cases->push_back(Converse("9.7.1", thousand, std::vector<Answer>(1000, {1, "*"})));
  const std::string text(65536, '*');
  cases->push_back(Converse("10.1.1", InFrames(text, 1300), {{1, text}}));
}

}  // namespace

std::vector<FuzzingCase> FramingCases() {
  Cases cases;
  AddSizes(&cases);
  AddPings(&cases);
  AddReservedBits(&cases);
  AddOpcodes(&cases);
  AddFragments(&cases);
  AddUtf8(&cases);
  AddCloses(&cases);
  AddCloseCodes(&cases);
  AddLimits(&cases);
  return cases;
}

}  // namespace ws_test
