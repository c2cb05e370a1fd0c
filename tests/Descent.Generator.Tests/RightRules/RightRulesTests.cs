using System.Globalization;
using System.Text.RegularExpressions;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Tests.RightRules;

/// <summary>
/// Rules that are right, most of them published, in the styles of many libraries, languages and years: nothing is said about them. A line
/// <c>// Info: DSC0207</c> above a rule names what is rightly said as information.
/// </summary>
public sealed partial class RightRulesTests
{
    public static TheoryData<string> Files => [.. Corpus.Files("RightRules").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task RightRules_AreNotWarnedOf(string name)
    {
        var source = File.ReadAllText(Corpus.Files("RightRules").Single(file => Path.GetFileNameWithoutExtension(file) == name));
        var (found, tree) = await Corpus.Analyze(source, isAllOn: false);
        var root = await tree.GetRootAsync();
        var rules = root.DescendantNodes().OfType<ClassDeclarationSyntax>().ToList();

        Assert.Equal(
            rules.SelectMany(rule => Info().Matches(rule.GetLeadingTrivia().ToString()).SelectMany(match => match.Groups["id"].Captures).Select(id => $"{rule.Identifier.Text}: {id.Value}")).Order(StringComparer.Ordinal),
            found.Select(diagnostic => new { Rule = rules.Single(rule => rule.Span.Contains(diagnostic.Location.SourceSpan)).Identifier.Text, diagnostic })
                .Select(each => $"{each.Rule}: {each.diagnostic.Id}{(each.diagnostic.Severity == DiagnosticSeverity.Info ? "" : " " + each.diagnostic.GetMessage(CultureInfo.InvariantCulture))}")
                .Distinct()
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Corpus_IsLarge()
    {
        var rules = Corpus.Files("RightRules").SelectMany(file => Rule().Matches(File.ReadAllText(file)));
        Assert.InRange(rules.Count(), 180, int.MaxValue);
    }

    [GeneratedRegex(@"^// Info: ((?<id>DSC\d{4})(, )?)+\r?$", RegexOptions.Multiline)]
    private static partial Regex Info();

    [GeneratedRegex(@"^\[Optimizer\b", RegexOptions.Multiline)]
    private static partial Regex Rule();
}
