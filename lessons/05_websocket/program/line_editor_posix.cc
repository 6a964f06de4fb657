// GNU Readline through its "alternate interface": we say when there is a key, it says when there is
// a line. https://tiswww.case.edu/php/chet/readline/readline.html#Alternate-Interface
#include "05_websocket/program/line_editor.h"

#include <readline/history.h>
#include <readline/readline.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "05_websocket/program/key_watch.h"

namespace l05 {
namespace {

// Keys that are read in a row. A paste of megabytes must not keep the loop for itself.
constexpr int kKeysAtOnce = 8192;

// Nobody but the shell knows that it stopped us and set the terminal back to whole lines.
bool CollectsLines() {
  termios settings{};
  return ::tcgetattr(STDIN_FILENO, &settings) == 0 && (settings.c_lflag & ICANON) != 0;
}

// What is pasted stands between two marks, so that its line ends are no Enter ("bracketed paste",
// xterm). Readline's own function reads up to the second mark without coming back: a paste whose
// end never comes would stop the loop. So the octets are collected here, as they come.
class Paste {
 public:
  bool under_way() const { return under_way_; }
  void Begin() {
    under_way_ = true;
    text_.clear();
  }
  // Returns true if it is complete.
  bool Take(char octet) {
    text_ += octet == '\r' ? '\n' : octet;  // a terminal's Enter is a carriage return
    under_way_ = !text_.ends_with(kEnd);
    if (!under_way_) text_.resize(text_.size() - kEnd.size());
    return !under_way_;
  }
  const std::string& text() const { return text_; }

 private:
  static constexpr std::string_view kEnd = "\x1b[201~";

  bool under_way_ = false;  // between the two marks
  std::string text_;        // what has come of it
};

class ReadlineEditor final : public LineEditor {
 public:
  ReadlineEditor(const std::string& prompt, Events events)
      : events_(std::move(events)), keys_([this] { PostKeys(); }) {
    current_ = this;
    // What Readline draws goes the way of all output, which never blocks the loop.
    screen_ = ::fopencookie(this, "w", {nullptr, &Draw, nullptr, nullptr});
    rl_instream = stdin;
    rl_outstream = screen_;
    rl_catch_signals = 0;          // Ctrl-C is the program's own business
    rl_bind_key('\t', rl_insert);  // a tab is text: there are no file names to complete
    rl_variable_bind("enable-bracketed-paste", "on");
    rl_callback_handler_install(prompt.c_str(), &OnLine);
    rl_bind_keyseq("\\e[200~",
                   &OnPasteBegins);  // Readline is set up now, and ours takes the place of its own
    Flush();
    keys_.Again();
  }
  ~ReadlineEditor() override {
    *alive_ = false;
    if (Remove()) events_.write("\n");  // leaves the half-typed line
    rl_outstream = nullptr;
    std::fclose(screen_);
    current_ = nullptr;
  }

  void PrintAbove(std::string_view text) override {
    if (ended_ || between_lines_) return events_.write(text);
    rl_clear_visible_line();
    Flush();
    events_.write(text);
    rl_forced_update_display();
    Flush();
  }
  void Pause() override { paused_ = true; }
  void Resume() override {
    if (std::exchange(paused_, false) && !ended_) keys_.Again();
  }

 private:
  static ssize_t Draw(void* self, const char* text, std::size_t size) {
    static_cast<ReadlineEditor*>(self)->events_.write({text, size});
    return static_cast<ssize_t>(size);
  }
  // Readline's handler has no argument for its owner.
  static void OnLine(char* line) { current_->TakeLine(line); }
  static int OnPasteBegins(int /*count*/, int /*key*/) {
    current_->paste_.Begin();
    return 0;
  }

  // On the watching thread. What is posted may run when this object is gone.
  void PostKeys() {
    events_.post([this, alive = alive_] {
      if (*alive) OnKeys();
    });
  }
  void OnKeys() {
    if (ended_ || paused_) return;
    if (CollectsLines()) rl_prep_terminal(1);  // somebody has stopped and continued us
    const std::shared_ptr<bool> alive = alive_;
    for (int i = 0; i < kKeysAtOnce && !paused_ && KeyWatch::Readable(); ++i) {
      ReadKey();  // may destroy this object, by way of TakeLine
      if (!*alive || ended_) return;
    }
    Flush();
    if (!paused_) keys_.Again();
  }
  void ReadKey() {
    if (!paste_.under_way()) return rl_callback_read_char();
    const int key = rl_getc(rl_instream);
    if (key == EOF) return TakeLine(nullptr);  // the terminal is gone
    if (!paste_.Take(static_cast<char>(key))) return;
    rl_insert_text(paste_.text().c_str());
    rl_redisplay();
  }
  // A null pointer is the end of the input.
  void TakeLine(char* line) {
    if (line == nullptr) {
      Remove();
      return events_.end();
    }
    if (*line != '\0') add_history(line);
    std::string text(line);
    std::free(line);  // NOLINT: Readline's malloc
    const std::shared_ptr<bool> alive = alive_;
    between_lines_ = true;
    events_.line(std::move(text));  // may destroy this object
    if (*alive) between_lines_ = false;
  }
  // Gives the terminal back as it was. Returns false if that was done already.
  bool Remove() {
    if (std::exchange(ended_, true)) return false;
    rl_callback_handler_remove();
    Flush();
    return true;
  }
  void Flush() { std::fflush(screen_); }

  static ReadlineEditor* current_;  // the one that exists

  const Events events_;                                         // who has to know
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // false: destroyed
  std::FILE* screen_ = nullptr;                                 // where Readline draws
  Paste paste_;                                                 // what is being pasted
  bool paused_ = false;                                         // reads no keys
  bool between_lines_ = false;  // Enter was pressed, and the next prompt is not drawn yet
  bool ended_ = false;          // reads none any more
  KeyWatch keys_;               // declared last: stops first
};

ReadlineEditor* ReadlineEditor::current_ = nullptr;

}  // namespace

bool HasLineEditor() {
  return true;
}

std::unique_ptr<LineEditor> MakeLineEditor(const std::string& prompt, LineEditor::Events events) {
  return std::make_unique<ReadlineEditor>(prompt, std::move(events));
}

}  // namespace l05
