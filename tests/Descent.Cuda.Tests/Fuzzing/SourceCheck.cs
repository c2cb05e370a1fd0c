using System.Numerics;
using System.Reflection;
using System.Runtime.Loader;
using Descent.Tests.Strictness;
using Descent.Tests.Strictness.ReaderFuzzing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using CompiledRule = Descent.Tests.Strictness.CompiledRule;
using RuleAccess = Descent.CompilerServices.RuleAccess;

namespace Descent.Cuda.Tests.Fuzzing;

/// <summary>Compiles rules that are written as text, for GPUs as well, and compares each on the interpreter with this processor.</summary>
internal static class SourceCheck
{
    private const int Steps = 2;

    private static readonly CSharpParseOptions s_parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithDocumentationMode(DocumentationMode.None);

    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "Written", [], CompiledRule.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));

    /// <summary>Of one row, of one column, of rows that no warp divides, and of two blocks each.</summary>
    private static readonly nint[][] s_shapes = [[13], [13, 1], [3, 17], [1, 1], [2, 515]];

    /// <summary>What is wrong, by the name of the rule.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="ran">How many ran there; others are not C#, or refused.</param>
    public static IReadOnlyList<string> Run(IReadOnlyList<SourceRule> rules, out int ran)
    {
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            var types = Compile([.. rules.Where(rule => !rule.Refused).Select(Parse)], context).GetTypes()
                .Where(type => type.Name == "Rule" && type.IsSubclassOf(typeof(RuleOptimizer)) && RunsThere(type)).ToList();
            ran = types.Count;
            return [.. types.Select(type => Compare(() => Activate(type), rules.First(rule => rule.Name == type.FullName!.Split('.')[0]))).OfType<string>()];
        }
        finally
        {
            context.Unload();
        }
    }

    private static SyntaxTree Parse(SourceRule rule) => CSharpSyntaxTree.ParseText(
        rule.File.Replace("[Optimizer]", "[Optimizer(Targets = ComputeTargets.Cuda)]", StringComparison.Ordinal).Replace("[Optimizer, ", "[Optimizer(Targets = ComputeTargets.Cuda), ", StringComparison.Ordinal),
        s_parsing, path: rule.Name);

    /// <summary>Compiles what is C#, or a rule, and leaves the others out.</summary>
    private static Assembly Compile(List<SyntaxTree> trees, AssemblyLoadContext context)
    {
        while (true)
        {
            var run = CSharpGeneratorDriver.Create([CompilerUnderTest.Current.Generator.AsSourceGenerator()], parseOptions: s_parsing)
                .RunGeneratorsAndUpdateCompilation(s_empty.AddSyntaxTrees(trees), out var complete, out _).GetRunResult();
            if (run.Results[0].Exception is { } exception)
            {
                throw new InvalidOperationException("The generator throws.", exception);
            }

            using var stream = new MemoryStream();
            var emitted = complete.Emit(stream);
            if (emitted.Success)
            {
                stream.Position = 0;
                return context.LoadFromStream(stream);
            }

            var wrong = emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => Path.GetFileName(diagnostic.Location.SourceTree!.FilePath).Split('.')[0]).ToHashSet();
            Assert.NotEqual(0, trees.RemoveAll(tree => wrong.Contains(tree.FilePath)));
        }
    }

    /// <summary>Whether a rule is compiled for GPUs; one of which a loop can be made nowhere has a stub.</summary>
    private static bool RunsThere(Type type)
    {
        try
        {
            return !RuleAccess.Of(Activate(type)).CudaText.IsEmpty;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>A new optimizer; the parameters of a primary constructor have defaults.</summary>
    private static RuleOptimizer Activate(Type type)
    {
        var constructor = type.GetConstructors()[0];
        return (RuleOptimizer)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }

    private static string? Compare(Func<RuleOptimizer> create, SourceRule rule)
    {
        try
        {
            Native<float>(0);
            Native<float>(0.01);
            if (RuleAccess.Of(create()).CudaFunctions.Length == 0)
            {
                Native<double>(0.01);
            }

            Stored();
            return null;
        }
#pragma warning disable CA1031 // Whatever a step throws is found.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return $"{rule.Name}: {(error is Xunit.Sdk.XunitException ? error.Message : error)}\n{rule.Text}";
        }

        void Native<T>(double specialShare)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            using var pair = new Pair<T>(create, seed: rule.Text.Length, specialShare);
            foreach (var shape in s_shapes)
            {
                pair.Add($"weights{string.Join('x', shape)}", shape);
            }

            for (var step = 1; step <= Steps && Agree(() => pair.Step(), pair.Here, pair.There); step++)
            {
                pair.AssertSame($"{typeof(T).Name}, {specialShare} special, step {step}");
            }
        }

        void Stored()
        {
            using var pair = new StoredPair<BFloat16, Half>(Create, specialShare: 0);
            pair.Add("first", 3, 17).Add("second", 29);
            for (var step = 1; step <= Steps && Agree(() => pair.Step(), pair.Here, pair.There); step++)
            {
                pair.AssertSame($"BFloat16, Half, step {step}");
            }

            RuleOptimizer Create()
            {
                var optimizer = create();
                (optimizer.Storage.States, optimizer.Storage.Weights) = (StateStorage.BFloat16, WeightPrecision.Compensated);
                return optimizer;
            }
        }
    }

    /// <summary>Whether both made a step; what one throws, before anything is written, the other must throw as well.</summary>
    private static bool Agree(Action step, RuleOptimizer here, RuleOptimizer there)
    {
        if (Caught(step) is not { } thrown)
        {
            return true;
        }

        if (thrown is IncompleteStepException or Xunit.Sdk.XunitException)
        {
            throw thrown;
        }

        Assert.Equal(thrown.GetType(), Caught(() => here.Step())?.GetType());
        Assert.Equal(thrown.GetType(), Caught(() => there.Step())?.GetType());
        return false;
    }

    private static Exception? Caught(Action run)
    {
        try
        {
            run();
            return null;
        }
#pragma warning disable CA1031 // What a rule throws is what is compared.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error;
        }
    }
}
