using System.Collections.Immutable;
using System.Globalization;
using Descent.Generator.Model;
using Descent.Generator;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Benchmarks.Compiler;

/// <summary>A project in memory with Descent's own Adam, once or under several names, and one other file.</summary>
internal static class RuleProject
{
    private const string RuleFile = "Adam.cs";
    private const string RuleName = "Rules.Adam";
    private const string OtherFile = "Other.cs";
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    // In a namespace of its own: the runtime that is referenced has an Adam too.
    private static readonly string s_rule = "using System;\nusing Descent;\n" + Resources.Read(RuleFile).Replace("namespace Descent;", "namespace Rules;", StringComparison.Ordinal);

    /// <summary>A driver that has cached nothing.</summary>
    /// <param name="tracks">Whether it records what it makes again, which takes time.</param>
    public static GeneratorDriver CreateDriver(bool tracks = false)
        => CSharpGeneratorDriver.Create([new OptimizerGenerator().AsSourceGenerator()], parseOptions: s_options, driverOptions: new(default, trackIncrementalGeneratorSteps: tracks));

    /// <summary>The project.</summary>
    /// <param name="rules">How many rules; the first is called Adam.</param>
    public static CSharpCompilation Compile(int rules = 1) => CSharpCompilation.Create(
        "Rules",
        [Parse(s_rule, RuleFile), .. Enumerable.Range(1, rules - 1).Select(Copy), Other(0)],
        References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>The project after someone has typed in the other file.</summary>
    public static CSharpCompilation EditOther(CSharpCompilation project, int edit) => Replace(project, Other(edit + 1));

    /// <summary>The project after someone has given the rule another default.</summary>
    public static CSharpCompilation EditRule(CSharpCompilation project, int edit)
        => Replace(project, Parse(s_rule.Replace("1e-3", $"{Text(edit + 2)}e-3", StringComparison.Ordinal), RuleFile));

    /// <summary>The rule as the generator reads it.</summary>
    public static RuleModel Read(CSharpCompilation project) => RuleReader.Read(project.GetTypeByMetadataName(RuleName)!, project, CancellationToken.None).Model!;

    private static SyntaxTree Copy(int number)
        => Parse(s_rule.Replace("partial class Adam", $"partial class Adam{Text(number)}", StringComparison.Ordinal), $"Adam{Text(number)}.cs");

    private static CSharpCompilation Replace(CSharpCompilation project, SyntaxTree tree)
        => project.ReplaceSyntaxTree(project.SyntaxTrees.Single(old => old.FilePath == tree.FilePath), tree);

    private static SyntaxTree Other(int edit) => Parse($"static class Other {{ public static int Value => {Text(edit)}; }}", OtherFile);

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, s_options, path);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static ImmutableArray<MetadataReference> References() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Optimizer).Assembly.Location),
    ];
}
