/* Keys, certificates and digests by OpenSSL's libcrypto, version 3. What stands here is a macro there, or a list of a type
   that macros make, and Swift can import neither. Functions that return an int return 1 where they have worked. */
#ifndef LIVETOP_OPENSSL_SHIM_H
#define LIVETOP_OPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

/* A new key on the curve P-256; NULL where there is none. */
static inline EVP_PKEY *livetop_new_key(void) {
    return EVP_EC_gen("P-256");
}

/* What has been written to memory; it belongs to `memory`. */
static inline const char *livetop_written(BIO *memory, size_t *count) {
    char *bytes = NULL;
    long length = BIO_get_mem_data(memory, &bytes);
    *count = length > 0 ? (size_t)length : 0;
    return bytes;
}

/* An extension in the words of OpenSSL's configuration, which have to be words of ours. */
static inline int livetop_add_extension(X509 *certificate, X509 *issuer, int kind, const char *words) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_nconf_nid(NULL, &context, kind, words);
    if (extension == NULL)
        return 0;
    int result = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return result;
}

/* `type` is GEN_DNS or GEN_IPADD. */
static inline int livetop_fill_name(GENERAL_NAME *name, int type, const unsigned char *bytes, size_t count) {
    ASN1_STRING *value = type == GEN_DNS ? ASN1_IA5STRING_new() : ASN1_OCTET_STRING_new();
    if (value == NULL || count > 0xffff || !ASN1_STRING_set(value, bytes, (int)count)) {
        ASN1_STRING_free(value);
        return 0;
    }
    GENERAL_NAME_set0_value(name, type, value);
    return 1;
}

static inline int livetop_add_name(GENERAL_NAMES *names, int type, const unsigned char *bytes, size_t count) {
    GENERAL_NAME *name = GENERAL_NAME_new();
    if (name != NULL && livetop_fill_name(name, type, bytes, count) && sk_GENERAL_NAME_push(names, name) > 0)
        return 1;
    GENERAL_NAME_free(name);
    return 0;
}

static inline int livetop_permit(NAME_CONSTRAINTS *limits, int type, const unsigned char *bytes, size_t count) {
    if (limits->permittedSubtrees == NULL)
        limits->permittedSubtrees = sk_GENERAL_SUBTREE_new_null();
    GENERAL_SUBTREE *subtree = GENERAL_SUBTREE_new();
    if (limits->permittedSubtrees != NULL && subtree != NULL && livetop_fill_name(subtree->base, type, bytes, count)
        && sk_GENERAL_SUBTREE_push(limits->permittedSubtrees, subtree) > 0)
        return 1;
    GENERAL_SUBTREE_free(subtree);
    return 0;
}

/* What a certificate permits, one at a time; 0 behind the last. The bytes belong to `limits`. Names of other types than
   GEN_DNS and GEN_IPADD have none. */
static inline int livetop_permitted(
    const NAME_CONSTRAINTS *limits, int index, int *type, const unsigned char **bytes, size_t *count) {
    if (index < 0 || index >= sk_GENERAL_SUBTREE_num(limits->permittedSubtrees))
        return 0;
    const GENERAL_NAME *name = sk_GENERAL_SUBTREE_value(limits->permittedSubtrees, index)->base;
    const ASN1_STRING *value = NULL;
    if (name->type == GEN_DNS)
        value = name->d.dNSName;
    else if (name->type == GEN_IPADD)
        value = name->d.iPAddress;
    *type = name->type;
    *bytes = value == NULL ? NULL : ASN1_STRING_get0_data(value);
    *count = value == NULL || ASN1_STRING_length(value) < 0 ? 0 : (size_t)ASN1_STRING_length(value);
    return 1;
}

#endif
