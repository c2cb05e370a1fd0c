using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers;

/// <summary>What C# allows and a vector loop cannot do.</summary>
internal static class Legality
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
        => rule.Methods
            .SelectMany(method => CheckLegality.Run(method.Simplified, rule.Model.PositiveIntegers))
            .Select(violation => new Finding(DiagnosticIds.Unsupported, violation.Site, violation.What.Replace("{0}", Text(rule, violation.Site)).Replace("{1}", Text(rule, violation.Condition))));

    private static string Text(RuleUnderCheck rule, int site) => site < 0 ? "" : rule.Sites[site].ToString();
}
