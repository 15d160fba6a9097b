#pragma once

#include <cstddef>
#include <cstdint>

/// Every bound of the library in one place. Passing one is a clear refusal or error, never a hang.
namespace lianban::limits {

inline constexpr std::size_t kDefinitionBytes = 4u << 20;
inline constexpr std::size_t kPayloadBytes = 1u << 20;  ///< One command's data or one agency reply.
inline constexpr std::size_t kJsonDepth = 64;
inline constexpr std::size_t kExtends = 8;  ///< Definitions that extend one another.
inline constexpr std::size_t kStates = 4096;
inline constexpr std::size_t kTransitions = 16384;
inline constexpr std::size_t kMicrosteps = 1000;    ///< Per external event.
inline constexpr std::size_t kRuleSteps = 100'000;  ///< Per evaluation.
inline constexpr std::size_t kRuleDepth = 64;
inline constexpr std::size_t kForeachItems = 10'000;
inline constexpr std::size_t kEntriesPerCommand = 4096;
inline constexpr std::size_t kSettlePerCommit = 64;  ///< Overdue timers fired in one commit.
inline constexpr std::size_t kCommandsPerCase = 4096;
inline constexpr std::size_t kOutboxPerCommand = 256;
inline constexpr std::size_t kTimersPerCase = 1024;
inline constexpr std::size_t kBodyBytes = 1u << 20;
inline constexpr std::size_t kRequestIdBytes = 128;
inline constexpr std::size_t kBatchCommands = 64;  ///< Commands in one transaction.
inline constexpr std::int64_t kBatchMicroseconds = 5000;
inline constexpr std::size_t kPumpBatch = 32;
inline constexpr std::size_t kDiagnostics = 200;

}  // namespace lianban::limits
