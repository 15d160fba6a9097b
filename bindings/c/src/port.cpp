#include "port.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <cstring>

#include "base/text.hpp"

namespace lianban::c {

namespace {

std::mutex& list_mutex() {
  static auto* const kMutex = new std::mutex;
  return *kMutex;
}
Port* all_ports = nullptr;  // guarded by list_mutex

template <std::size_t kSize>
void copy_to(std::string_view text, std::array<char, kSize>& to) noexcept {
  std::string_view fitting = text.substr(0, kSize - 1);
  if (fitting.size() < text.size()) {
    fitting = fitting.substr(0, base::valid_utf8_prefix(fitting));
  }
  std::copy(fitting.begin(), fitting.end(), to.begin());
  to[fitting.size()] = '\0';
  std::replace(to.begin(), to.begin() + static_cast<std::ptrdiff_t>(fitting.size()), '\n', ' ');
}

/// Where the stack stands: how deep a thread is, whatever it has left by longjmp.
std::uintptr_t stack_here() noexcept {
  return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
}

}  // namespace

Port& Port::lend(lianban_log_fn log, lianban_wake_fn wake, std::uintptr_t user) {
  const std::lock_guard list(list_mutex());
  Port* port = all_ports;
  for (; port != nullptr; port = port->next_) {
    const std::lock_guard lock(port->mutex_);
    const bool resting = std::none_of(port->marks_.begin(), port->marks_.end(),
                                      [](const Mark& each) { return each.used; });
    if (!port->open_ && resting) break;
  }
  if (port == nullptr) {
    port = new Port;
    port->next_ = all_ports;
    all_ports = port;
  }
  const std::lock_guard lock(port->mutex_);
  port->open_ = true;
  ++port->lending_;
  port->commits_ = 0;
  port->wake_due_ = false;
  port->log_ = log;
  port->wake_ = wake;
  port->user_ = user;
  port->first_line_ = port->line_count_ = 0;
  port->counts_ = {};
  return *port;
}

void Port::note(std::string_view level, std::string_view line) noexcept {
  const std::lock_guard lock(mutex_);
  if (log_ == nullptr || !open_) return;
  if (line_count_ == kLines) {
    first_line_ = (first_line_ + 1) % kLines;
    --line_count_;
    ++counts_.dropped;
  }
  Line& to = lines_[(first_line_ + line_count_++) % kLines];
  copy_to(level, to.level);
  copy_to(line, to.text);
}

void Port::see_commits(std::uint64_t count) noexcept {
  const std::lock_guard lock(mutex_);
  if (count <= commits_) return;
  commits_ = count;
  wake_due_ = wake_ != nullptr;
}

std::uint64_t Port::lending() const noexcept {
  const std::lock_guard lock(mutex_);
  return lending_;
}

Port::Counts Port::counts() const noexcept {
  const std::lock_guard lock(mutex_);
  return counts_;
}

// Stacks grow downwards on every machine we run on: a mark above us is one of a call we are in.
bool Port::begin(std::uint64_t lending, std::uintptr_t stack, Item& item) noexcept {
  const std::lock_guard lock(mutex_);
  if (!open_ || lending_ != lending) return false;
  const auto self = std::this_thread::get_id();
  Mark* place = nullptr;
  for (Mark& mark : marks_) {
    if (mark.used && mark.thread == self) {
      if (mark.stack > stack) return false;
      place = &mark;
      break;
    }
    if (!mark.used && place == nullptr) place = &mark;
  }
  if (place == nullptr) return false;
  place->used = false;
  if (line_count_ == 0 && !wake_due_) return false;
  item.log = line_count_ > 0;
  item.wake = !item.log;
  item.log_fn = log_;
  item.wake_fn = wake_;
  item.user = user_;
  if (item.log) {
    item.line = lines_[first_line_];
    first_line_ = (first_line_ + 1) % kLines;
    --line_count_;
  } else {
    wake_due_ = false;
  }
  *place = {true, self, stack};
  item.mark = static_cast<std::size_t>(place - marks_.data());
  return true;
}

void Port::end(std::uint64_t lending, std::size_t mark, bool threw) noexcept {
  {
    const std::lock_guard lock(mutex_);
    marks_[mark].used = false;
    if (threw && lending_ == lending) ++counts_.thrown;
  }
  left_.notify_all();
}

void Port::tell(std::uint64_t lending) {
  const std::uintptr_t stack = stack_here();
  Item item;
  while (begin(lending, stack, item)) {
    bool threw = false;
    try {
      if (item.log) item.log_fn(item.line.level.data(), item.line.text.data(), item.user);
      if (item.wake) item.wake_fn(item.user);
    } catch (const abi::__forced_unwind&) {
      end(lending, item.mark, true);
      throw;  // The thread is being ended (pthread_exit); who swallows that ends the process.
    } catch (...) {
      threw = true;
    }
    end(lending, item.mark, threw);
  }
}

bool Port::others_inside() const noexcept {
  const auto self = std::this_thread::get_id();
  return std::any_of(marks_.begin(), marks_.end(),
                     [&](const Mark& each) { return each.used && each.thread != self; });
}

void Port::give_back(std::chrono::seconds patience) noexcept {
  std::unique_lock lock(mutex_);
  open_ = false;
  left_.wait_for(lock, patience, [&] { return !others_inside(); });
}

void Port::lock_all() noexcept {
  list_mutex().lock();
  for (Port* each = all_ports; each != nullptr; each = each->next_) each->mutex_.lock();
}

void Port::unlock_all() noexcept {
  for (Port* each = all_ports; each != nullptr; each = each->next_) each->mutex_.unlock();
  list_mutex().unlock();
}

}  // namespace lianban::c
