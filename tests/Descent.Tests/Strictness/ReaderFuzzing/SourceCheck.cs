using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>Compiles written rules together, by the real generator, and their plain copies by C# alone, and compares what they compute.</summary>
internal sealed class SourceCheck
{
    /// <summary>How long generated text may be: so much for the class, and so many times the rule; twice that with operations on matrices, each of which ends a sweep.</summary>
    private const int FixedLength = 60_000, LengthFactor = 40;

    /// <summary>What the generated file of a rule has that became a loop; of one that is refused it may have a few bodies alone.</summary>
    private const string Loops = "Kernel<T, ";

    /// <summary>What generated text says in place of a loop.</summary>
    private const string Stub = "does not compile: ";

    // Neither what comments say nor what may be null is looked at: it takes a third of the time, and nothing that is compared depends on it.
    private static readonly CSharpParseOptions s_parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest)
        .WithDocumentationMode(DocumentationMode.None).WithFeatures([new("run-nullable-analysis", "never")]);

    // "The pattern is unreachable", and "the switch case is unreachable".
    private static readonly string[] s_unreachable = ["CS8510", "CS8120"];

    // All compilations of a kind begin with one, so that what is referred to is read once.
    private static readonly CSharpCompilation s_plain = Create("Plain", OptimizationLevel.Debug), s_rules = Create("Rules", OptimizationLevel.Release).AddSyntaxTrees(CSharpSyntaxTree.ParseText(OwnOperations.Text, s_parsing, path: OwnOperations.Path));

    private readonly Dictionary<string, SourceRule> _rules;
    private readonly Dictionary<string, SyntaxTree> _trees;
    private readonly Dictionary<string, PlainCopy> _copies;
    private readonly Dictionary<string, SourceFailure> _failures = [];

    private SourceCheck(IReadOnlyList<SourceRule> rules)
    {
        _rules = rules.ToDictionary(rule => rule.Name);
        _trees = rules.ToDictionary(rule => rule.Name, rule => CSharpSyntaxTree.ParseText(rule.File, s_parsing, path: rule.Name));
        _copies = rules.Where(rule => IsWhole(rule) && !rule.Refused).ToDictionary(rule => rule.Name, rule => PlainCopy.Of(_trees[rule.Name]));
    }

    /// <summary>Whether a text can be a rule at all; one that was shortened may not be.</summary>
    private bool IsWhole(SourceRule rule)
    {
        if ((!rule.Refused ? PlainCopy.WhyNot(_trees[rule.Name]) : rule.IsMarked ? PlainCopy.WhyNoRule(_trees[rule.Name]) : "the marks are gone") is { } why)
        {
            Fail(rule.Name, FailureKind.NotCSharp, why);
            return false;
        }

        return true;
    }

    /// <summary>The names of the rules that became loops.</summary>
    private HashSet<string> Accepted { get; } = [];

    /// <summary>The rules with which something is wrong.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="accepted">How many of them became loops; the others are refused, as they should be.</param>
    /// <param name="coverage">Where to count what the accepted rules are made of.</param>
    public static IReadOnlyList<SourceFailure> Run(IReadOnlyList<SourceRule> rules, out int accepted, Coverage? coverage = null)
    {
        var check = new SourceCheck(rules);
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            check.Run(context, coverage);
        }
        finally
        {
            context.Unload();
        }

        accepted = check.Accepted.Count;
        return [.. rules.Select(rule => check._failures.GetValueOrDefault(rule.Name)).OfType<SourceFailure>().Where(failure => failure.Kind != FailureKind.Unreachable)];
    }

    private void Fail(string name, FailureKind kind, string problem) => _failures.TryAdd(name, new(_rules[name], kind, problem));

    private void Run(AssemblyLoadContext context, Coverage? coverage)
    {
        var plain = Emit(() => s_plain.AddSyntaxTrees([.. Sound(_copies).Select(copy => copy.Value.Tree), CSharpSyntaxTree.ParseText(PlainCopy.Exact, s_parsing, path: "Exact"), CSharpSyntaxTree.ParseText(PlainReduce.Text, s_parsing, path: "PlainReduce")]), FailureKind.NotCSharp, context);
        Dictionary<string, string> generated = [];
        Compilation complete = null!;
        var reported = ImmutableArray<Diagnostic>.Empty;
        var compiled = Emit(() => complete = Complete(generated, out reported), FailureKind.DoesNotCompile, context);
        Accepted.UnionWith(Sound(_rules).Select(rule => rule.Key).Where(name => generated.TryGetValue(name, out var text) && text.Contains(Loops, StringComparison.Ordinal) && !text.Contains(Stub, StringComparison.Ordinal)));
        var refused = Sound(_rules).Select(rule => rule.Key).Where(name => !Accepted.Contains(name)).ToList();
        foreach (var (name, kind, problem) in RefusalCheck.Run(complete, reported, [.. refused.Select(name => (_rules[name], _trees[name]))]))
        {
            Fail(name, kind, problem);
        }

        var (plainTypes, types) = (RuleTypes(plain), RuleTypes(compiled));
        foreach (var name in Accepted)
        {
            if (_rules[name].Refused)
            {
                Fail(name, FailureKind.Accepted, "a construct that a rule cannot have was accepted");
                continue;
            }

            if (generated[name].Length > (FixedLength + (LengthFactor * _rules[name].Text.Length)) * (_rules[name].HasMatrices ? 2 : 1))
            {
                Fail(name, FailureKind.Long, $"{generated[name].Length} letters were generated of {_rules[name].Text.Length}");
            }

            if (SourceRun.Compare(types[name], plainTypes[name], _copies[name], seed: 1) is { } difference)
            {
                Fail(name, FailureKind.Differs, difference);
            }

            coverage?.Count(complete.GetSemanticModel(_trees[name]));
        }
    }

    private IEnumerable<KeyValuePair<string, T>> Sound<T>(Dictionary<string, T> all) => all.Where(item => !_failures.ContainsKey(item.Key));

    private static Dictionary<string, Type> RuleTypes(Assembly assembly)
        => assembly.GetTypes().Where(type => type.Name == "Rule").ToDictionary(type => type.Namespace!.Split('.')[0]);

    /// <summary>Compiles and loads; rules whose text has errors are failures, and left out.</summary>
    private Assembly Emit(Func<Compilation> compile, FailureKind kind, AssemblyLoadContext context)
    {
        for (; ; )
        {
            using var stream = new MemoryStream();
            var emitted = compile().Emit(stream);
            if (emitted.Success)
            {
                stream.Position = 0;
                return context.LoadFromStream(stream);
            }

            var errors = emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
            foreach (var error in errors)
            {
                Fail(NameOf(error.Location.SourceTree?.FilePath ?? ""), s_unreachable.Contains(error.Id) ? FailureKind.Unreachable : kind, error.ToString());
            }
        }
    }

    /// <summary>The rule that a file belongs to: its own, or one that was generated.</summary>
    private string NameOf(string path) => Path.GetFileName(path).Split('.')[0] is var name && _rules.ContainsKey(name) ? name : throw new InvalidOperationException($"No rule belongs to '{path}'.");

    private static CSharpCompilation Create(string name, OptimizationLevel level) => CSharpCompilation.Create(
        name, [], CompiledRule.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: level, allowUnsafe: false));

    private Compilation Complete(Dictionary<string, string> generated, out ImmutableArray<Diagnostic> reported)
    {
        for (; ; )
        {
            generated.Clear();
            var compilation = s_rules.AddSyntaxTrees(Sound(_trees).Select(tree => tree.Value));
            var run = CSharpGeneratorDriver.Create([CompilerUnderTest.Current.Generator.AsSourceGenerator()], parseOptions: s_parsing)
                .RunGeneratorsAndUpdateCompilation(compilation, out var complete, out reported).GetRunResult().Results[0];
            if (run.Exception is { } exception && !FindThrower(exception))
            {
                throw exception;
            }

            if (run.Exception is null)
            {
                foreach (var source in run.GeneratedSources.Where(source => _rules.ContainsKey(source.HintName.Split('.')[0])))
                {
                    generated[source.HintName.Split('.')[0]] = source.SourceText.ToString();
                }

                return complete;
            }
        }
    }

    /// <summary>Finds the rules for which the generator throws, one by one.</summary>
    private bool FindThrower(Exception exception)
    {
        var before = _failures.Count;
        foreach (var (name, tree) in Sound(_trees).ToList())
        {
            var result = CSharpGeneratorDriver.Create(CompilerUnderTest.Current.Generator).RunGenerators(s_rules.AddSyntaxTrees(tree)).GetRunResult().Results[0];
            if (result.Exception is not null)
            {
                Fail(name, FailureKind.DoesNotCompile, "the generator throws " + exception);
            }
        }

        return _failures.Count > before;
    }
}
