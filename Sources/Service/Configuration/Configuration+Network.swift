import ChatModels
import HTTPClient
import JSON

extension Configuration {
    /// Gives the proxy of `network` to the sections that have none of their own.
    mutating func inheritProxy() {
        langfuse?.connection.fallBack(to: network.proxy)
        for index in models.indices { models[index].connection.fallBack(to: network.proxy) }
    }

    /// Checks that everything the service calls is among the hosts it may reach.
    func checkHosts() throws(JSONReadError) {
        if let langfuse { try network.check(langfuse.baseURL, at: "/langfuse/base_url") }
        for (index, model) in models.enumerated() {
            guard let server = model.server else { continue }
            try network.check(server.url, at: "/models/\(index)\(model.baseURL == nil ? "" : "/base_url")")
        }
        // Graders are still unread here; those that call out say where under this key.
        for (index, grader) in graders.enumerated() {
            guard let url = grader.object["url"]?.string else { continue }
            try network.check(url, at: "/graders/\(index)/url")
        }
    }

    /// Langfuse, when its certificate is not looked at.
    var unverifiedLangfuse: [String] { langfuse?.connection.profile.verifiesServer == false ? ["langfuse"] : [] }

    /// The models whose servers' certificates are not looked at.
    var unverifiedModels: [String] {
        models.filter { $0.server != nil && !$0.connection.profile.verifiesServer }.map { "model \($0.name)" }
    }
}
