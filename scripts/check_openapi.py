"""Checks openapi.yaml: that it is valid OpenAPI 3.1, that every example fits its schema, and the document's own rules.

Its own rules: every error is a problem document (probes answer with text), 405 names `Allow`, 401 names `WWW-Authenticate`, 429 and 503 of the
API name `Retry-After`, and the codes in the examples are those of `ProblemCode`. Prints what is wrong; exit status 1 if
anything is.
"""

import pathlib
import sys

import jsonschema
import yaml
from openapi_spec_validator import validate

ROOT = pathlib.Path(__file__).resolve().parent.parent
REQUIRED_HEADERS = {"401": "WWW-Authenticate", "405": "Allow", "429": "Retry-After"}
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


class Checker:
    """Walks a document and collects what is wrong with it."""

    def __init__(self, document):
        self.document = document
        self.problems = []
        self.examples = 0
        self.operations = 0

    def resolve(self, node):
        """Follows `$ref`s inside the document."""
        while isinstance(node, dict) and "$ref" in node:
            target = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def check_example(self, place, value, schema):
        """Checks one example; schemas keep their local references, which resolve against the whole document."""
        self.examples += 1
        whole = {**schema, "components": self.document["components"]}
        validator = jsonschema.Draft202012Validator(
            whole, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )
        for error in validator.iter_errors(value):
            self.problems.append(f"{place}: {'/'.join(map(str, error.absolute_path))}: {error.message}")

    def check_examples(self, place, holder):
        """Checks `example` and `examples` beside a `schema`."""
        schema = holder.get("schema")
        if schema is None:
            return
        if "example" in holder:
            self.check_example(place, holder["example"], schema)
        for name, example in holder.get("examples", {}).items():
            self.check_example(f"{place} ({name})", self.resolve(example)["value"], schema)

    def check_response(self, place, status, response):
        response = self.resolve(response)
        for name, header in response.get("headers", {}).items():
            self.check_examples(f"{place} {name}", self.resolve(header))
        for media_type, media in response.get("content", {}).items():
            self.check_examples(f"{place} {media_type}", media)
        is_probe = list(response.get("content", {})) == ["text/plain"]
        if int(status) >= 400 and not is_probe:
            if list(response.get("content", {})) != ["application/problem+json"]:
                self.problems.append(f"{place}: an error must be a problem document")
            wanted = REQUIRED_HEADERS.get(status) or ("Retry-After" if status == "503" else None)
            if wanted and wanted not in response.get("headers", {}):
                self.problems.append(f"{place}: lacks the header {wanted}")

    def check_operation(self, place, operation, shared_parameters):
        self.operations += 1
        for parameter in shared_parameters + operation.get("parameters", []):
            parameter = self.resolve(parameter)
            self.check_examples(f"{place} {parameter['name']}", parameter)
        body = self.resolve(operation.get("requestBody", {}))
        for media_type, media in body.get("content", {}).items():
            self.check_examples(f"{place} {media_type}", media)
        if "405" not in operation["responses"]:
            self.problems.append(f"{place}: lacks 405")
        for status, response in operation["responses"].items():
            self.check_response(f"{place} {status}", status, response)

    def run(self):
        for path, item in self.document["paths"].items():
            for method in METHODS & item.keys():
                self.check_operation(f"{method.upper()} {path}", item[method], item.get("parameters", []))
        return self.problems


def main():
    try:
        document = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
        validate(document)
    except yaml.YAMLError as error:
        sys.exit(f"openapi.yaml: {error}")
    except jsonschema.ValidationError as error:
        sys.exit(f"openapi.yaml: {error.json_path}: {error.message}")
    checker = Checker(document)
    for problem in checker.run():
        print(f"openapi.yaml: {problem}")
    if checker.problems:
        sys.exit(1)
    print(f"openapi.yaml: valid, {checker.operations} operations, {checker.examples} examples fit their schemas")


if __name__ == "__main__":
    main()
