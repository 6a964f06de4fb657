// Windows: the console edits lines itself, with a history (F7), and cuts none.
#include "05_websocket/program/line_editor.h"

namespace l05 {

bool HasLineEditor() {
  return false;
}

std::unique_ptr<LineEditor> MakeLineEditor(const std::string& /*prompt*/,
                                           LineEditor::Events /*events*/) {
  return nullptr;
}

}  // namespace l05
