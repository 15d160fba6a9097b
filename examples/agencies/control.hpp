#pragma once

namespace httplib {
class Server;
}

namespace lianban::simulators {

class SimulatedAgencies;

/// The control server's page and requests (README.md lists them).
void add_control(httplib::Server& server, SimulatedAgencies& agencies);

}  // namespace lianban::simulators
