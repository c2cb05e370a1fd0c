using System.Collections.Generic;
using Descent.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>
/// What reading a rule gave. The generator takes the model and drops the rest; the analyzers report the problems and look up the
/// places of what the passes find later.
/// </summary>
internal sealed record RuleReading(RuleModel? Model, IReadOnlyList<Problem> Problems, IReadOnlyList<SyntaxNode> Sites)
{
    /// <summary>
    /// Whether nothing can be added to the class. C# then finds declarations without a body, and of such a project <c>csc</c> prints what
    /// generators report, but not what analyzers find: so the generator reports the problems.
    /// </summary>
    public bool IsClosed => Model is null;

    /// <summary>What was read before it was clear that it is an error of C#'s own: the class, and the methods that it calls.</summary>
    public IReadOnlyList<ISymbol> LeftToCSharp { get; init; } = [];
}

/// <summary>Something wrong with a rule: which diagnostic, where, and the words to fill in.</summary>
internal sealed record Problem(string Id, Location Location, params object[] Arguments);
