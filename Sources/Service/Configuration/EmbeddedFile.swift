/// Files of the repository that travel inside the binary.
package enum EmbeddedFile {
    /// The configuration that is used when there is no file.
    package static var defaultConfiguration: String {
        String(decoding: PackageResources.default_yaml, as: UTF8.self)
    }

    /// The description of the HTTP interface, as `GET /openapi.yaml` answers it.
    package static var openAPI: [UInt8] { PackageResources.openapi_yaml }
}
