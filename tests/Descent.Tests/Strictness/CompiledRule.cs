using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Descent.Generator.Model;
using Descent.Generator.Analysis;
using Descent.CompilerServices;
using Descent.Generator.IR;
using Descent.Generator.Targets.CSharp;
using Descent.Generator.Passes;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RuleMethod = Descent.Generator.Model.RuleMethod;

namespace Descent.Tests.Strictness;

/// <summary>A rule as the compiler read it, and the optimizer it became: what the strictness tests hold against each other.</summary>
internal sealed class CompiledRule
{
    /// <summary>The framework, the runtime, and its operations on matrices where these tests have them, read once.</summary>
    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "Descent.Matrix.dll" || Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(Optimizer).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    // Neither what comments say nor what may be null is looked at: it takes a third of the time, and nothing that is compared depends on it.
    private static readonly CSharpParseOptions s_parsing = CSharpParseOptions.Default
        .WithDocumentationMode(DocumentationMode.None).WithFeatures([new("run-nullable-analysis", "never")]);

    // All compilations begin with one, so that what is referred to is read once.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "Rules", [], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));

    private readonly Type _type;

    private CompiledRule(Type type, RuleModel model)
    {
        (_type, Model) = (type, model);
        var bodies = PassPipeline.Simplify(model, CancellationToken.None);
        Update = bodies[0];
        BeforeGradient = Move(RuleMethod.BeforeGradient);
        ToEvaluation = Move(RuleMethod.ToEvaluation);
        ToTraining = Move(RuleMethod.ToTraining);

        Program? Move(RuleMethod kind) => model.Methods.Zip(bodies).FirstOrDefault(pair => pair.First.Kind == kind).Second;
    }

    public RuleModel Model { get; }

    /// <summary>The update method with helpers inlined, before it is split into prologue and loop.</summary>
    public Program Update { get; }

    public Program? BeforeGradient { get; }

    public Program? ToEvaluation { get; }

    public Program? ToTraining { get; }

    public bool IsLegal => CheckLegality.Run(Update, Model.PositiveIntegers).Count == 0;

    /// <summary>A rule of this assembly or of the runtime, read again from its source.</summary>
    public static CompiledRule Of(Type type, string source) => new(type, Read(Compile([source]), type.Name));

    /// <summary>Compiles rules from source into an assembly of their own; those that a loop cannot do are left out.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="library">An assembly that they use.</param>
    /// <param name="into">Where the assembly is loaded; unless said, where nothing else is.</param>
    /// <param name="beside">More source of that assembly.</param>
    public static IReadOnlyList<CompiledRule> FromSource(
        IReadOnlyList<(string ClassName, string Source)> rules, CompiledLibrary? library = null, AssemblyLoadContext? into = null, string beside = "")
    {
        var compilation = Compile([.. rules.Select(rule => rule.Source), beside]);
        var loaded = into ?? new AssemblyLoadContext(null);
        if (library is not null)
        {
            compilation = compilation.AddReferences(library.Reference);
            library.LoadInto(loaded);
        }

        using var stream = new MemoryStream();
        var emitted = Complete(compilation).Emit(stream);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(20)));
        stream.Position = 0;
        var assembly = loaded.LoadFromStream(stream);
        return [.. rules.Select(rule => new CompiledRule(assembly.GetType(rule.ClassName)!, Read(compilation, rule.ClassName))).Where(rule => rule.IsLegal)];
    }

    /// <summary>A compilation with what the generator adds to it.</summary>
    public static Compilation Complete(CSharpCompilation compilation)
    {
        CSharpGeneratorDriver.Create([CompilerUnderTest.Current.Generator.AsSourceGenerator()], parseOptions: s_parsing).RunGeneratorsAndUpdateCompilation(compilation, out var complete, out _);
        return complete;
    }

    public RuleOptimizer Create() => (RuleOptimizer)Activator.CreateInstance(_type)!;

    /// <summary>The memory of the states with one value for each weight, in the order in which the rule declares them.</summary>
    public IReadOnlyList<StateBuffer> Buffers(OptimizerState state)
        => [.. Model.States.Where(model => model.Scope == Axes.Weight).Select(model => (StateBuffer)state.GetType().GetField(new MemberNames(Model).Field(model), BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(state)!)];

    /// <summary>The value of a state with one value for the tensor or the optimizer; 0 for another.</summary>
    public double[] Scalars(RuleOptimizer optimizer, OptimizerState state) =>
    [
        .. Model.States.Select(model => model.Scope switch
        {
            Axes.Weight or Axes.Row or Axes.Column => 0,
            Axes.Optimizer => (double)optimizer.GetType().GetProperty(model.PropertyName)!.GetValue(optimizer)!,
            _ => (double)state.GetType().GetProperty(model.PropertyName)!.GetValue(state)!,
        }),
    ];

    /// <summary>The values of each state with one for a row or column, by its number; none of another.</summary>
    public double[][] Bands(OptimizerState state) =>
    [
        .. Model.States.Select(model => model.Scope is Axes.Row or Axes.Column
            ? ((StateView)state.GetType().GetProperty(model.PropertyName)!.GetValue(state)!).ToArray<double>()
            : []),
    ];

    /// <summary>A release compilation of sources against the framework and the runtime.</summary>
    public static CSharpCompilation Compile(IEnumerable<string> sources)
        => s_empty.AddSyntaxTrees(sources.Select(source => CSharpSyntaxTree.ParseText("using System; using Descent;\n" + source, s_parsing)));

    private static RuleModel Read(CSharpCompilation compilation, string className)
    {
        var symbol = compilation.GetSymbolsWithName(className, SymbolFilter.Type).OfType<INamedTypeSymbol>().Single();
        var reading = RuleReader.Read(symbol, compilation, CancellationToken.None);
        Assert.True(reading.Model?.Problem is null, $"{className}: {string.Join(", ", reading.Problems)}");
        return reading.Model!;
    }
}
