import Testing

@testable import PrometheusMetrics

struct ExpositionFormatTests {
    @Test(arguments: [
        (nil, ExpositionFormat.text004),
        ("", .text004),
        ("*/*", .text004),
        ("text/plain", .text004),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", .text004),
        ("application/openmetrics-text", .openMetrics),
        ("Application/OpenMetrics-Text ; Version=\"1.0.0\"", .openMetrics),
        ("application/openmetrics-text;version=0.0.1", .text004),
        ("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", .text004),
        ("application/openmetrics-text;q=0", .text004),
        ("application/openmetrics-text;q=x", .text004),
        ("application/openmetrics-text;q=0.3,text/plain;version=0.0.4;q=0.5", .text004),
        ("application/openmetrics-text;q=0.5,*/*;q=0.9,text/plain;q=0.2", .openMetrics),
        ("application/openmetrics-text,text/plain", .openMetrics),
        ("application/*", .text004),
        (",;=,;q=1,/;;,", .text004),
    ])
    func `The format is chosen by the weights of Accept`(accept: String?, expected: ExpositionFormat) {
        #expect(ExpositionFormat.negotiate(accept: accept) == expected)
    }

    @Test func `Prometheus itself gets OpenMetrics`() {
        let two =
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
        #expect(ExpositionFormat.negotiate(accept: two) == .openMetrics)
        let three =
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
            + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
            + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
        #expect(ExpositionFormat.negotiate(accept: three) == .openMetrics)
    }

    @Test func `Each format names its content type`() {
        #expect(ExpositionFormat.text004.contentType == "text/plain; version=0.0.4; charset=utf-8")
        #expect(
            ExpositionFormat.openMetrics.contentType
                == "application/openmetrics-text; version=1.0.0; charset=utf-8")
    }
}
