import CExpat

extension XMLSyntax {
    /// The version of Expat that is loaded, e.g. `2.5.0`.
    package static var libraryVersion: String {
        let version = XML_ExpatVersionInfo()
        return "\(version.major).\(version.minor).\(version.micro)"
    }
}
