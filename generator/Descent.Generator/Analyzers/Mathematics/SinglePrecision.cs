using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>Finds constants with the suffix <c>f</c> that are not what they say: in a rule, which computes in double, 0.1f is 0.10000000149.</summary>
internal static class SinglePrecision
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
        => from site in rule.Methods
               .SelectMany(method => method.Written.Instructions)
               .Where(instruction => instruction is { IsConstant: true, Type: ScalarType.Double, Site: >= 0 })
               .Select(instruction => instruction.Site)
               .Distinct()
           let rounded = rule.Sites[site].DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().FirstOrDefault(IsRounded)
           where rounded is not null
           select new Finding(
               DiagnosticIds.SinglePrecision, site, rounded.Token.Text, ((double)(float)rounded.Token.Value!).ToString("R", CultureInfo.InvariantCulture));

    private static bool IsRounded(LiteralExpressionSyntax literal)
        => literal.Token is { Value: float value, Text: var text }
            && double.TryParse(text.Replace("_", "").TrimEnd('f', 'F'), NumberStyles.Float, CultureInfo.InvariantCulture, out var meant)
            && meant != value;
}
