#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <string>

namespace lianban::adapter {

/// A key with its certificate, made for a test.
struct Certified {
  std::shared_ptr<EVP_PKEY> key;
  std::shared_ptr<X509> certificate;
};

/// A certificate authority of its own.
[[nodiscard]] Certified make_authority();
/// `names` as OpenSSL writes them: "IP:127.0.0.1", "DNS:police.example".
[[nodiscard]] Certified issue(const Certified& authority, const std::string& names);

/// A folder of PEM files that goes with the test.
class PemFolder {
 public:
  PemFolder();
  ~PemFolder();
  PemFolder(const PemFolder&) = delete;
  PemFolder& operator=(const PemFolder&) = delete;
  /// Gives the file's name.
  std::string write_certificate(const std::string& name, const Certified& what) const;
  std::string write_key(const std::string& name, const Certified& what) const;
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace lianban::adapter
