using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Tests.Mistakes;

/// <summary>Mistakes that people have made, most of them in libraries that many use, each retold as a rule: what finds it, or that nothing does.</summary>
public sealed class MistakesTests
{
    public static TheoryData<string> Names => [.. Mistake.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mistake_IsFoundOrSaidNotToBe(string name)
    {
        var mistake = Mistake.All.Single(candidate => candidate.Name == name);
        var (found, _) = await Corpus.Analyze(mistake.Source, isAllOn: true);

        if (mistake.Expected.Length > 0)
        {
            Assert.Contains(mistake.Expected, found.Select(diagnostic => diagnostic.Id));
        }
        else
        {
            Assert.DoesNotContain(found, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        }
    }

    [Fact]
    public void Corpus_IsLargeAndMostlyReal()
    {
        Assert.InRange(Mistake.All.Count, 90, int.MaxValue);
        Assert.InRange(Mistake.All.Count(mistake => mistake.IsReal), 60, int.MaxValue);
    }
}
