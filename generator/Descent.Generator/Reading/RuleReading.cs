using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>
/// What reading a rule gave. The generator takes the model and drops the rest; the analyzers report the problems and look up the
/// places of what the passes find later.
/// </summary>
internal sealed record RuleReading(RuleModel? Model, IReadOnlyList<Problem> Problems, IReadOnlyList<SyntaxNode> Sites);

/// <summary>Something wrong with a rule: which diagnostic, where, and the words to fill in.</summary>
internal sealed record Problem(string Id, Location Location, params object[] Arguments);
