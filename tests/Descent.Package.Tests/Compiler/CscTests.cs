using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Package.Tests.Compiler;

/// <summary>
/// What a command-line build shows: the package's generator and analyzers in the real <c>csc</c>, which prints no analyzer's result once a
/// declaration is in error. Many sources are one project, so that one of them would hide the results of all others.
/// </summary>
public sealed partial class CscTests(PackedPackage package) : PackageTests(package)
{
    private static readonly Dictionary<string, MetadataReference> s_references = [];

    /// <summary>A damaged source.</summary>
    /// <param name="Name">The name of its file and namespace.</param>
    /// <param name="Text">The source.</param>
    /// <param name="Errors">The errors that C# finds in its bodies without us.</param>
    private sealed record HostileSource(string Name, string Text, IReadOnlySet<string> Errors);

    [Fact]
    public async Task WrongCodeOfEveryPage_ShowsItsDiagnostic()
    {
        var csc = await Csc.Of(Package);
        // What an assembly of another compiler carries, which no page can show in one file.
        await csc.Compile("Foreign", [("Foreign.cs", """
            using Descent.CompilerServices;
            [assembly: InlineableBody(99, "Newer.Twice(double)", "2 * x")]
            [assembly: InlineableBody(2, "Helpers.Twice(double)", "2 * x")]
            public static class Newer { public static double Twice(double x) => 2 * x; }
            public static class Helpers { public static double Twice(double x) => 2 * x; }
            """)]);
        var foreign = new[] { (Id: "DSC0020", Call: "Newer.Twice(gradient)"), (Id: "DSC0021", Call: "Helpers.Twice(gradient)") }
            .Select(helper => new PageExample(helper.Id, $"namespace {helper.Id} {{ [Optimizer] public sealed partial class Rule {{\n[Update] private void Update(ref double weight, double gradient) => weight -= {helper.Call}; // {helper.Id}\n}} }}"));
        PageExample[] examples = [.. PageExample.Wrong.Where(example => example.Id != "DSC0021"), .. foreign];

        // What one page has in a file beside the sources.
        var schemas = Path.Combine(Package.Folder, "RuleSchemas.txt");
        await File.WriteAllTextAsync(schemas, "DSC0015.Momentum.M: Weight\n");

        var reports = await csc.Compile("Pages", examples.Select(example => (example.Id + ".cs", example.Source)), "-reference:" + csc.Assembly("Foreign"), "-additionalfile:" + schemas);

        AssertHonest(reports);
        // One page tells of what is known in no rule.
        Assert.Equal(Ids.Except(["DSC0010"]), examples.Select(example => example.Id).Order(StringComparer.Ordinal));
        Assert.All(examples, example =>
        {
            var lines = reports.Where(report => report.File == example.Id + ".cs" && report.Id == example.Id).Select(report => report.Line).ToList();
            Assert.True(lines.Any(example.LeavesOut) || (lines.Count > 0 && example.Lines.All(lines.Contains)), $"{example.Id} is at lines {string.Join(", ", lines)}, not {string.Join(", ", example.Lines)}:\n{example.Source}\n{Text(reports, example.Id)}");
            // What else is found there, a comment on the page says.
            Assert.All(reports.Where(report => report.File == example.Id + ".cs" && IsTold(report)), report => Assert.True(example.Names(report.Id), $"{example.Id} has {report.Id}, too: {report.Message}"));
        });
    }

    [Fact]
    public async Task RightCodeOfEveryPage_ShowsNone()
    {
        var csc = await Csc.Of(Package);
        var schemas = Path.Combine(Package.Folder, "RightRuleSchemas.txt");
        await File.WriteAllTextAsync(schemas, "DSC0015.Momentum.M: Weight\nDSC0015.Momentum.Velocity: Weight\n");

        var reports = await csc.Compile("RightPages", PageExample.Right.Select(example => (example.Id + ".cs", example.Source)), "-additionalfile:" + schemas);

        Assert.Equal(PageExample.Wrong.Select(example => example.Id), PageExample.Right.Select(example => example.Id));
        Assert.All(reports.Where(report => report.IsError || IsTold(report) || report is { File: "DSC0015.cs", Id: "DSC0015" }), report => Assert.Fail($"{report.File}, line {report.Line}: {report.Id} {report.Message}"));
    }

    /// <summary>Whether it finds fault with the rule: it is no note, and not about the file of states, which is of one page.</summary>
    private static bool IsTold(Report report) => report is { IsOurs: true, Level: not "note", Id: not "DSC0015" };

    [Fact]
    public async Task EveryMistake_ShowsItsDiagnostic()
    {
        var csc = await Csc.Of(Package);
        var mistakes = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Descent.Generator.Tests", "Mistakes", "Rules"), "*.cs").Order(StringComparer.Ordinal)
            .Select(file => (Name: Path.GetFileNameWithoutExtension(file), Source: File.ReadAllText(file))).ToList();

        var reports = await csc.Compile("Mistakes", mistakes.Select((mistake, number) => (mistake.Name + ".cs", InNamespace("Mistake" + number, mistake.Source))));

        AssertHonest(reports);
        Assert.InRange(mistakes.Count, 90, int.MaxValue);
        Assert.All(mistakes, mistake =>
        {
            var expected = Expected().Match(mistake.Source).Groups[1].Value;
            Assert.True(
                expected.Length == 0 || reports.Any(report => report.File == mistake.Name + ".cs" && report.Id == expected),
                $"{mistake.Name} has no {expected}:\n{Text(reports, mistake.Name)}");
        });
    }

    [Fact]
    public Task RefusedRules_ShowTheirDiagnostics() => CheckRefused("Refused", RefusedRules.Open, mayHaveErrorsOfCSharp: false);

    [Fact]
    public Task RefusedRulesOfNewestCSharp_ShowTheirDiagnostics() => CheckRefused("Newest", RefusedRules.Newest, mayHaveErrorsOfCSharp: false);

    /// <summary>C# reports the bodies that are missing as well; what is said by us is said once.</summary>
    [Fact]
    public Task RulesWithoutRoom_ShowTheirDiagnostics() => CheckRefused("Closed", RefusedRules.Closed, mayHaveErrorsOfCSharp: true);

    /// <summary>A strict library: warnings are errors, and it says that it complies with the common language specification.</summary>
    [Fact]
    public async Task LegalRules_CompileWithoutAWarning()
    {
        var csc = await Csc.Of(Package);
        var sources = LegalRules.WithNames.Select(rule => rule.Source).Concat(LegalRules.WithMarks).Select((source, number) => ($"Legal{number}.cs", InNamespace("Legal" + number, source)));

        var reports = await csc.Compile("Legal", [("Library.cs", "[assembly: CLSCompliant(true)]"), .. sources], "-warnaserror+", "-nowarn:CS8981");

        Assert.DoesNotContain(reports, report => !report.IsOurs || report.IsInGeneratedFile);
        Assert.DoesNotContain(reports, report => report.IsError && report.Id.StartsWith("DSC00", StringComparison.Ordinal));
    }

    /// <summary>Damaged sources whose declarations are whole as far as C# can tell without us: what we add leaves them whole.</summary>
    [Fact]
    public async Task HostileSources_HideNothing()
    {
        var csc = await Csc.Of(Package);
        var references = csc.References;
        var sources = HostileSources.Names.Where(name => name != "Halves").SelectMany(name => Enumerable.Range(0, 60).Select(seed => Damaged(name, seed, references))).OfType<HostileSource>().ToList();

        var reports = await csc.Compile("Hostile", sources.Select(source => (source.Name + ".cs", source.Text)));

        Assert.InRange(sources.Count, 20, int.MaxValue);
        Assert.DoesNotContain(reports, report => report.Id is "AD0001" or "CS8784" or "CS8785");
        Assert.DoesNotContain(reports, report => report.IsInGeneratedFile && report.IsError);
        Assert.All(sources, source => Assert.DoesNotContain(reports, report => report.File == source.Name + ".cs" && report.IsError && !report.IsOurs && !source.Errors.Contains(report.Id)));
        // The analyzers were heard.
        Assert.InRange(reports.Where(report => report.IsOurs && report.IsError).Select(report => report.File).Distinct().Count(), 3, int.MaxValue);
    }

    /// <summary>The ids that have a page.</summary>
    private static IEnumerable<string> Ids => Directory.GetFiles(Path.Combine(Repository.Root, "generator", "docs"), "DSC*.md").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    private static string InNamespace(string name, string source) => $"namespace {name}\n{{\n{source}\n}}\n";

    private async Task CheckRefused(string project, IReadOnlyList<string> rules, bool mayHaveErrorsOfCSharp)
    {
        var csc = await Csc.Of(Package);
        var reports = await csc.Compile(project, rules.Select((marked, number) => ($"{project}{number}.cs", InNamespace(project + number, Mark().Replace(marked, "$2")))));

        AssertHonest(reports);
        Assert.All(rules.Select((marked, number) => (marked, number)), rule =>
        {
            var file = $"{project}{rule.number}.cs";
            Assert.Equal(
                Mark().Matches(rule.marked).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal),
                reports.Where(report => report.File == file && report.IsOurs && report.IsError).Select(report => report.Id).Order(StringComparer.Ordinal));
            Assert.True(mayHaveErrorsOfCSharp || !reports.Any(report => report.File == file && report.IsError && !report.IsOurs), Text(reports, file));
        });
    }

    /// <summary>No error is in a generated file, and each error of C# in a file of rules has one of ours beside it.</summary>
    private static void AssertHonest(IReadOnlyList<Report> reports)
    {
        Assert.DoesNotContain(reports, report => report.Id is "AD0001" or "CS8784" or "CS8785");
        Assert.DoesNotContain(reports, report => report.IsInGeneratedFile && report.IsError);
        var explained = reports.Where(report => report.IsOurs && report.IsError).Select(report => report.File).ToHashSet();
        Assert.DoesNotContain(reports, report => report.IsError && !report.IsOurs && !explained.Contains(report.File));
    }

    /// <summary>A damaged source in a namespace of its own; <see langword="null"/> if C# finds its declarations in error whatever we add.</summary>
    private static HostileSource? Damaged(string name, int seed, IReadOnlyList<string> references)
    {
        var damaged = SourceMutator.Mutate(Assert.Single(HostileSources.Of(name)), new Random(seed));
        var space = $"{name}{seed}";
        var moved = Namespace().Replace(damaged, $"namespace {space}$1", 1);
        var tree = CSharpSyntaxTree.ParseText(moved);
        if (moved == damaged || !damaged.Contains("[Optimizer", StringComparison.Ordinal) || tree.GetDiagnostics().Any(IsError))
        {
            // A class that has lost its attribute gets no other part: C# says so, and asks no analyzer about the other files.
            return null;
        }

        var compilation = CSharpCompilation.Create(
            space,
            [tree, CSharpSyntaxTree.ParseText(Csc.Usings)],
            references.Select(path => s_references.TryGetValue(path, out var known) ? known : s_references[path] = MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return compilation.GetDeclarationDiagnostics().Any(diagnostic => IsError(diagnostic) && diagnostic.Id != "CS9248")
            ? null
            : new(space, moved, compilation.GetDiagnostics().Where(IsError).Select(diagnostic => diagnostic.Id).Where(id => id != "CS9248").ToHashSet());

        static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;
    }

    private static string Text(IEnumerable<Report> reports, string file) => string.Join('\n', reports.Where(report => report.File.StartsWith(file, StringComparison.Ordinal)));

    [GeneratedRegex(@"\{\|(DSC\d{4}):(.*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^// Expected: (DSC\d{4})\r?$", RegexOptions.Multiline)]
    private static partial Regex Expected();

    [GeneratedRegex(@"^namespace [\w.@]+\s*([;\n{])", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
