#include "unit/adapter/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <cstdio>
#include <cstdlib>

namespace lianban::adapter {
namespace {

void must(bool good) {
  if (!good) std::abort();  // without certificates nothing here can be tested
}

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
  must(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

/// Unsigned, valid from yesterday to tomorrow.
Certified blank(const char* name) {
  Certified made;
  made.key.reset(EVP_EC_gen("P-256"), EVP_PKEY_free);
  made.certificate.reset(X509_new(), X509_free);
  must(made.key != nullptr && made.certificate != nullptr);
  X509* certificate = made.certificate.get();
  static long serial = 0;
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -86'400);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 86'400);
  X509_set_pubkey(certificate, made.key.get());
  const auto* text = reinterpret_cast<const unsigned char*>(name);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, text, -1, -1,
                             0);
  return made;
}

template <class Write>
std::string write_file(const std::string& name, Write write) {
  std::FILE* file = std::fopen(name.c_str(), "w");
  must(file != nullptr && write(file) == 1);
  std::fclose(file);
  return name;
}

}  // namespace

Certified make_authority() {
  Certified made = blank("Test authority");
  X509* certificate = made.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  extend(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
  extend(certificate, certificate, NID_key_usage, "critical,keyCertSign");
  extend(certificate, certificate, NID_subject_key_identifier, "hash");
  must(X509_sign(certificate, made.key.get(), EVP_sha256()) > 0);
  return made;
}

Certified issue(const Certified& authority, const std::string& names) {
  Certified made = blank("Test");
  X509* certificate = made.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(authority.certificate.get()));
  extend(certificate, authority.certificate.get(), NID_subject_alt_name, names);
  must(X509_sign(certificate, authority.key.get(), EVP_sha256()) > 0);
  return made;
}

PemFolder::PemFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "lianban-pem-XXXXXX").string();
  must(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

PemFolder::~PemFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string PemFolder::write_certificate(const std::string& name, const Certified& what) const {
  return write_file(file(name),
                    [&](std::FILE* out) { return PEM_write_X509(out, what.certificate.get()); });
}

std::string PemFolder::write_key(const std::string& name, const Certified& what) const {
  return write_file(file(name), [&](std::FILE* out) {
    return PEM_write_PrivateKey(out, what.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

}  // namespace lianban::adapter
