using System.Collections.Generic;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Structure;

/// <summary>Finds an optimizer from which a class could be derived.</summary>
internal static class Unsealed
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
        => rule.Symbol.IsSealed ? [] : [new(DiagnosticIds.NotSealed, RuleUnderCheck.SiteOfClass, rule.Symbol.Name)];
}
