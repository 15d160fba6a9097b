#pragma once

namespace lianban::simulators {

/// The control server's page: HTML that asks this server alone.
[[nodiscard]] const char* control_page();

}  // namespace lianban::simulators
