/// The schemas of schemas: what a schema may look like, for those who validate schemas with a schema.
///
/// Rules of draft 2020-12 (<https://json-schema.org/draft/2020-12/schema>) and draft 7
/// (<https://json-schema.org/draft-07/schema>), without their titles, defaults and comments.
enum MetaSchemas {
    /// The draft whose meta-schema is at `uri`, given without fragment; nil for any other URI.
    static func draft(_ uri: String) -> JSONSchema.Draft? {
        switch uri {
        case "https://json-schema.org/draft/2020-12/schema": .draft2020_12
        case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema": .draft7
        default: nil
        }
    }

    /// The meta-schema, or the part of one, at `uri`, given without fragment; nil for any other URI.
    static func document(at uri: String) -> JSONValue? {
        if let draft = draft(uri) { return draft == .draft7 ? draft7 : draft2020_12 }
        let prefix = base + "meta/"
        guard uri.hasPrefix(prefix), let part = vocabularies[String(uri.dropFirst(prefix.count))] else { return nil }
        return part
    }

    private static let base = "https://json-schema.org/draft/2020-12/"

    /// Fails a test, not the process, when a text below is no JSON.
    private static func parsed(_ text: String) -> JSONValue { (try? JSONValue(parsing: text)) ?? false }

    private static let draft2020_12 = parsed(
        #"""
        {"$schema": "https://json-schema.org/draft/2020-12/schema",
         "$id": "https://json-schema.org/draft/2020-12/schema",
         "$vocabulary": {
           "https://json-schema.org/draft/2020-12/vocab/core": true,
           "https://json-schema.org/draft/2020-12/vocab/applicator": true,
           "https://json-schema.org/draft/2020-12/vocab/unevaluated": true,
           "https://json-schema.org/draft/2020-12/vocab/validation": true,
           "https://json-schema.org/draft/2020-12/vocab/meta-data": true,
           "https://json-schema.org/draft/2020-12/vocab/format-annotation": true,
           "https://json-schema.org/draft/2020-12/vocab/content": true},
         "$dynamicAnchor": "meta",
         "type": ["object", "boolean"],
         "allOf": [{"$ref": "meta/core"}, {"$ref": "meta/applicator"}, {"$ref": "meta/unevaluated"},
           {"$ref": "meta/validation"}, {"$ref": "meta/meta-data"}, {"$ref": "meta/format-annotation"},
           {"$ref": "meta/content"}],
         "properties": {
           "definitions": {"type": "object", "additionalProperties": {"$dynamicRef": "#meta"}},
           "dependencies": {"type": "object", "additionalProperties":
             {"anyOf": [{"$dynamicRef": "#meta"}, {"$ref": "meta/validation#/$defs/stringArray"}]}},
           "$recursiveAnchor": {"$ref": "meta/core#/$defs/anchorString"},
           "$recursiveRef": {"$ref": "meta/core#/$defs/uriReferenceString"}}}
        """#)

    private static let draft7 = parsed(
        #"""
        {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "http://json-schema.org/draft-07/schema#",
         "definitions": {
           "schemas": {"type": "object", "additionalProperties": {"$ref": "#"}},
           "schemaArray": {"type": "array", "minItems": 1, "items": {"$ref": "#"}},
           "nonNegativeInteger": {"type": "integer", "minimum": 0},
           "simpleTypes": {"enum": ["array", "boolean", "integer", "null", "number", "object", "string"]},
           "stringArray": {"type": "array", "items": {"type": "string"}, "uniqueItems": true}},
         "type": ["object", "boolean"],
         "properties": {
           "$id": {"type": "string", "format": "uri-reference"}, "$schema": {"type": "string", "format": "uri"},
           "$ref": {"type": "string", "format": "uri-reference"}, "$comment": {"type": "string"},
           "title": {"type": "string"}, "description": {"type": "string"}, "readOnly": {"type": "boolean"},
           "writeOnly": {"type": "boolean"}, "examples": {"type": "array"},
           "multipleOf": {"type": "number", "exclusiveMinimum": 0},
           "maximum": {"type": "number"}, "exclusiveMaximum": {"type": "number"},
           "minimum": {"type": "number"}, "exclusiveMinimum": {"type": "number"},
           "maxLength": {"$ref": "#/definitions/nonNegativeInteger"},
           "minLength": {"$ref": "#/definitions/nonNegativeInteger"},
           "pattern": {"type": "string", "format": "regex"},
           "additionalItems": {"$ref": "#"},
           "items": {"anyOf": [{"$ref": "#"}, {"$ref": "#/definitions/schemaArray"}]},
           "maxItems": {"$ref": "#/definitions/nonNegativeInteger"},
           "minItems": {"$ref": "#/definitions/nonNegativeInteger"},
           "uniqueItems": {"type": "boolean"}, "contains": {"$ref": "#"},
           "maxProperties": {"$ref": "#/definitions/nonNegativeInteger"},
           "minProperties": {"$ref": "#/definitions/nonNegativeInteger"},
           "required": {"$ref": "#/definitions/stringArray"},
           "additionalProperties": {"$ref": "#"},
           "definitions": {"$ref": "#/definitions/schemas"}, "properties": {"$ref": "#/definitions/schemas"},
           "patternProperties": {"$ref": "#/definitions/schemas", "propertyNames": {"format": "regex"}},
           "dependencies": {"type": "object",
             "additionalProperties": {"anyOf": [{"$ref": "#"}, {"$ref": "#/definitions/stringArray"}]}},
           "propertyNames": {"$ref": "#"}, "const": true, "enum": {"type": "array"},
           "type": {"anyOf": [{"$ref": "#/definitions/simpleTypes"},
             {"type": "array", "items": {"$ref": "#/definitions/simpleTypes"}, "minItems": 1, "uniqueItems": true}]},
           "format": {"type": "string"}, "contentMediaType": {"type": "string"}, "contentEncoding": {"type": "string"},
           "if": {"$ref": "#"}, "then": {"$ref": "#"}, "else": {"$ref": "#"},
           "allOf": {"$ref": "#/definitions/schemaArray"}, "anyOf": {"$ref": "#/definitions/schemaArray"},
           "oneOf": {"$ref": "#/definitions/schemaArray"}, "not": {"$ref": "#"}}}
        """#)

    /// The parts of draft 2020-12 by the ends of their URIs.
    private static let vocabularies: [String: JSONValue] = rules.reduce(into: [:]) { parts, rule in
        let (name, text) = rule
        guard var part = parsed(text).object else { return }
        part["$schema"] = .string(base + "schema")
        part["$id"] = .string("\(base)meta/\(name)")
        part["$vocabulary"] = [SchemaDialect.vocabularyPrefix + name: true]
        part["$dynamicAnchor"] = "meta"
        part["type"] = ["object", "boolean"]
        parts[name] = .object(part)
    }

    private static let rules: [(String, String)] = [
        (
            "core",
            #"""
            {"$defs": {"anchorString": {"type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$"},
               "uriString": {"type": "string", "format": "uri"},
               "uriReferenceString": {"type": "string", "format": "uri-reference"}},
             "properties": {
               "$id": {"$ref": "#/$defs/uriReferenceString", "pattern": "^[^#]*#?$"},
               "$schema": {"$ref": "#/$defs/uriString"}, "$ref": {"$ref": "#/$defs/uriReferenceString"},
               "$anchor": {"$ref": "#/$defs/anchorString"}, "$dynamicRef": {"$ref": "#/$defs/uriReferenceString"},
               "$dynamicAnchor": {"$ref": "#/$defs/anchorString"},
               "$vocabulary": {"type": "object", "propertyNames": {"$ref": "#/$defs/uriString"},
                 "additionalProperties": {"type": "boolean"}},
               "$comment": {"type": "string"},
               "$defs": {"type": "object", "additionalProperties": {"$dynamicRef": "#meta"}}}}
            """#
        ),
        (
            "applicator",
            #"""
            {"$defs": {"schemaArray": {"type": "array", "minItems": 1, "items": {"$dynamicRef": "#meta"}},
               "schemas": {"type": "object", "additionalProperties": {"$dynamicRef": "#meta"}}},
             "properties": {
               "prefixItems": {"$ref": "#/$defs/schemaArray"}, "items": {"$dynamicRef": "#meta"},
               "contains": {"$dynamicRef": "#meta"}, "additionalProperties": {"$dynamicRef": "#meta"},
               "properties": {"$ref": "#/$defs/schemas"},
               "patternProperties": {"$ref": "#/$defs/schemas", "propertyNames": {"format": "regex"}},
               "dependentSchemas": {"$ref": "#/$defs/schemas"}, "propertyNames": {"$dynamicRef": "#meta"},
               "if": {"$dynamicRef": "#meta"}, "then": {"$dynamicRef": "#meta"}, "else": {"$dynamicRef": "#meta"},
               "allOf": {"$ref": "#/$defs/schemaArray"}, "anyOf": {"$ref": "#/$defs/schemaArray"},
               "oneOf": {"$ref": "#/$defs/schemaArray"}, "not": {"$dynamicRef": "#meta"}}}
            """#
        ),
        (
            "unevaluated",
            #"""
            {"properties": {"unevaluatedItems": {"$dynamicRef": "#meta"},
               "unevaluatedProperties": {"$dynamicRef": "#meta"}}}
            """#
        ),
        (
            "validation",
            #"""
            {"$defs": {"nonNegativeInteger": {"type": "integer", "minimum": 0},
               "simpleTypes": {"enum": ["array", "boolean", "integer", "null", "number", "object", "string"]},
               "stringArray": {"type": "array", "items": {"type": "string"}, "uniqueItems": true}},
             "properties": {
               "type": {"anyOf": [{"$ref": "#/$defs/simpleTypes"},
                 {"type": "array", "items": {"$ref": "#/$defs/simpleTypes"}, "minItems": 1, "uniqueItems": true}]},
               "const": true, "enum": {"type": "array"}, "multipleOf": {"type": "number", "exclusiveMinimum": 0},
               "maximum": {"type": "number"}, "exclusiveMaximum": {"type": "number"}, "minimum": {"type": "number"},
               "exclusiveMinimum": {"type": "number"}, "maxLength": {"$ref": "#/$defs/nonNegativeInteger"},
               "minLength": {"$ref": "#/$defs/nonNegativeInteger"}, "pattern": {"type": "string", "format": "regex"},
               "maxItems": {"$ref": "#/$defs/nonNegativeInteger"}, "minItems": {"$ref": "#/$defs/nonNegativeInteger"},
               "uniqueItems": {"type": "boolean"}, "maxContains": {"$ref": "#/$defs/nonNegativeInteger"},
               "minContains": {"$ref": "#/$defs/nonNegativeInteger"},
               "maxProperties": {"$ref": "#/$defs/nonNegativeInteger"},
               "minProperties": {"$ref": "#/$defs/nonNegativeInteger"}, "required": {"$ref": "#/$defs/stringArray"},
               "dependentRequired": {"type": "object", "additionalProperties": {"$ref": "#/$defs/stringArray"}}}}
            """#
        ),
        (
            "meta-data",
            #"""
            {"properties": {"title": {"type": "string"}, "description": {"type": "string"},
               "deprecated": {"type": "boolean"}, "readOnly": {"type": "boolean"}, "writeOnly": {"type": "boolean"},
               "examples": {"type": "array"}}}
            """#
        ),
        ("format-annotation", #"{"properties": {"format": {"type": "string"}}}"#),
        ("format-assertion", #"{"properties": {"format": {"type": "string"}}}"#),
        (
            "content",
            #"""
            {"properties": {"contentEncoding": {"type": "string"}, "contentMediaType": {"type": "string"},
               "contentSchema": {"$dynamicRef": "#meta"}}}
            """#
        ),
    ]
}
