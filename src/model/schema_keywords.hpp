#pragma once

#include <array>
#include <string_view>

namespace lianban::model {

/// What the value of a keyword must be.
enum class Shape {
  kSchema,
  kSchemas,
  kNamedSchemas,
  kItems,
  kDependencies,
  kCount,
  kNumber,
  kPositive,
  kFlag,
  kNames,
  kTypes,
  kValues,
  kAnything,
  kReference,
  kFormat,
  kPattern,
  kPersonal,
  kAnnotation,
};

/// One keyword of draft-07, or of ours.
struct Keyword {
  std::string_view name;
  Shape shape;
};

/// Other names are faults, but those that begin with "x-".
inline constexpr std::array kKeywords{
    Keyword{"$ref", Shape::kReference},
    Keyword{"additionalItems", Shape::kSchema},
    Keyword{"additionalProperties", Shape::kSchema},
    Keyword{"allOf", Shape::kSchemas},
    Keyword{"anyOf", Shape::kSchemas},
    Keyword{"const", Shape::kAnything},
    Keyword{"contains", Shape::kSchema},
    Keyword{"definitions", Shape::kNamedSchemas},
    Keyword{"dependencies", Shape::kDependencies},
    Keyword{"else", Shape::kSchema},
    Keyword{"enum", Shape::kValues},
    Keyword{"exclusiveMaximum", Shape::kNumber},
    Keyword{"exclusiveMinimum", Shape::kNumber},
    Keyword{"format", Shape::kFormat},
    Keyword{"if", Shape::kSchema},
    Keyword{"items", Shape::kItems},
    Keyword{"maxItems", Shape::kCount},
    Keyword{"maxLength", Shape::kCount},
    Keyword{"maxProperties", Shape::kCount},
    Keyword{"maximum", Shape::kNumber},
    Keyword{"minItems", Shape::kCount},
    Keyword{"minLength", Shape::kCount},
    Keyword{"minProperties", Shape::kCount},
    Keyword{"minimum", Shape::kNumber},
    Keyword{"multipleOf", Shape::kPositive},
    Keyword{"not", Shape::kSchema},
    Keyword{"oneOf", Shape::kSchemas},
    Keyword{"pattern", Shape::kPattern},
    Keyword{"patternProperties", Shape::kNamedSchemas},
    Keyword{"properties", Shape::kNamedSchemas},
    Keyword{"propertyNames", Shape::kSchema},
    Keyword{"required", Shape::kNames},
    Keyword{"then", Shape::kSchema},
    Keyword{"type", Shape::kTypes},
    Keyword{"uniqueItems", Shape::kFlag},
    Keyword{"x-personal", Shape::kPersonal},
    Keyword{"$comment", Shape::kAnnotation},
    Keyword{"$id", Shape::kAnnotation},
    Keyword{"$schema", Shape::kAnnotation},
    Keyword{"basis", Shape::kAnnotation},
    Keyword{"contentEncoding", Shape::kAnnotation},
    Keyword{"contentMediaType", Shape::kAnnotation},
    Keyword{"default", Shape::kAnnotation},
    Keyword{"defaultSnippets", Shape::kAnnotation},
    Keyword{"description", Shape::kAnnotation},
    Keyword{"enumDescriptions", Shape::kAnnotation},
    Keyword{"examples", Shape::kAnnotation},
    Keyword{"markdownDescription", Shape::kAnnotation},
    Keyword{"note", Shape::kAnnotation},
    Keyword{"readOnly", Shape::kAnnotation},
    Keyword{"title", Shape::kAnnotation},
    Keyword{"writeOnly", Shape::kAnnotation},
};

}  // namespace lianban::model
