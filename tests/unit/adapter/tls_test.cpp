// Whom requests are sent to: only to who can prove to be the agency, and nothing before that.
#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "unit/adapter/certificates.hpp"
#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

/// An agency over https. With `clients` it lets in only whom that authority has certified.
class TlsServer {
 public:
  explicit TlsServer(const Certified& own, const Certified* clients = nullptr)
      : server_(own.certificate.get(), own.key.get(), store_of(clients)) {
    server_.Post("/op", [this](const httplib::Request&, httplib::Response& response) {
      ++requests_;
      response.set_content("{}", "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~TlsServer() {
    server_.stop();
    thread_.join();
  }
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  /// Owned by the server from there.
  static X509_STORE* store_of(const Certified* authority) {
    if (authority == nullptr) return nullptr;
    X509_STORE* store = X509_STORE_new();
    X509_STORE_add_cert(store, authority->certificate.get());
    return store;
  }

  httplib::SSLServer server_;
  int port_ = 0;
  std::atomic<int> requests_ = 0;
  std::thread thread_;
};

class Tls : public testing::Test {
 protected:
  AgencyDirectory directory(const TlsServer& server, const AgencyTls& tls) const {
    AgencyDirectory made = one_agency(1, {{"path", "/op"}, {"honours_keys", true}});
    made.entries.at("agency").url = "https://127.0.0.1:" + std::to_string(server.port());
    made.entries.at("agency").tls = tls;
    return made;
  }
  AgencyAnswer asked(const TlsServer& server, const AgencyTls& tls) const {
    return make_http_agency(directory(server, tls))->ask(request("agency", "op", "k1"));
  }
  static void expect_nothing_sent(const TlsServer& server, const AgencyAnswer& answer) {
    EXPECT_EQ(answer.error.code, "agency/unreachable") << shown(answer);
    EXPECT_FALSE(answer.arrived_unknown);
    EXPECT_EQ(server.requests(), 0);
  }

  const Certified authority_ = make_authority();
  const Certified stranger_ = make_authority();
  const PemFolder folder_;
  const std::string ca_ = folder_.write_certificate("ca.pem", authority_);
  const std::string other_ca_ = folder_.write_certificate("other.pem", stranger_);
};

TEST_F(Tls, TheNamedAuthorityIsTrusted) {
  const TlsServer server(issue(authority_, "IP:127.0.0.1"));
  EXPECT_EQ(asked(server, {ca_, {}, {}}).kind, AgencyAnswerKind::kAnswered);
  EXPECT_EQ(server.requests(), 1);
}

TEST_F(Tls, NobodyElseIs) {
  const TlsServer server(issue(authority_, "IP:127.0.0.1"));
  expect_nothing_sent(server, asked(server, {other_ca_, {}, {}}));
  expect_nothing_sent(server, asked(server, {}));
  expect_nothing_sent(server, asked(server, {folder_.file("missing.pem"), {}, {}}));
}

TEST_F(Tls, ACertificateForAnotherNameIsNotTaken) {
  const TlsServer server(issue(authority_, "DNS:police.example,IP:127.0.0.2"));
  expect_nothing_sent(server, asked(server, {ca_, {}, {}}));
}

TEST_F(Tls, AnotherEntrysConnectionIsNoProof) {
  const TlsServer server(issue(authority_, "IP:127.0.0.1"));
  AgencyDirectory both = directory(server, {ca_, {}, {}});
  both.entries["doubter"] = both.entries.at("agency");
  both.entries["doubter"].tls.ca_file = other_ca_;
  const auto agency = make_http_agency(both);
  EXPECT_EQ(agency->ask(request("agency", "op", "k1")).kind, AgencyAnswerKind::kAnswered);
  EXPECT_EQ(agency->ask(request("doubter", "op", "k2")).error.code, "agency/unreachable");
  EXPECT_EQ(server.requests(), 1);
}

TEST_F(Tls, TheClientShowsItsCertificate) {
  const Certified client = issue(stranger_, "DNS:lianban");
  const AgencyTls tls{ca_, folder_.write_certificate("client.pem", client),
                      folder_.write_key("client.key", client)};
  const TlsServer server(issue(authority_, "IP:127.0.0.1"), &stranger_);
  EXPECT_EQ(asked(server, tls).kind, AgencyAnswerKind::kAnswered);
  // TLS 1.3 tells the client only after it has begun to speak, so this one may be "interrupted".
  EXPECT_EQ(asked(server, {ca_, {}, {}}).kind, AgencyAnswerKind::kFailed);
  AgencyTls without_key = tls;
  without_key.client_key = folder_.file("missing.key");
  EXPECT_EQ(asked(server, without_key).error.code, "agency/unreachable");
  EXPECT_EQ(server.requests(), 1);
}

}  // namespace
}  // namespace lianban::adapter
