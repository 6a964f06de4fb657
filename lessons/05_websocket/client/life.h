// Is the object still there after it has called a handler?
//
// A handler may destroy the client that calls it. Whoever calls one therefore asks afterwards, and
// touches nothing if the answer is no. Without that question the next line reads freed memory, but
// only with the one application that does it.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_LIFE_H_
#define LESSONS_05_WEBSOCKET_CLIENT_LIFE_H_

namespace l05 {

/// A member of an object that calls handlers. Its end is told to everybody who watches. One thread.
class Life {
 public:
  /// Stands in a function that calls a handler. Watches end in the reverse order of their begin, as
  /// local variables do, so a list through the stack is enough: nothing comes from the heap.
  class Watch {
   public:
    /// Watches the object that `life` is a member of.
    explicit Watch(Life& life);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    /// False once the object was destroyed: touch nothing of it.
    bool alive() const { return life_ != nullptr; }

   private:
    friend class Life;
    Life* life_;    // what is watched; null after its end
    Watch* outer_;  // the watch that began before this one, or null
  };

  Life() = default;
  ~Life();
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

 private:
  Watch* innermost_ = nullptr;  // the watch that began last
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_LIFE_H_
