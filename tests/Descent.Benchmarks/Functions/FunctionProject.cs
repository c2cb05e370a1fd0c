using System.Collections.Immutable;
using System.Runtime.Loader;
using Descent.Generator;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Benchmarks.Functions;

/// <summary>A function in the three forms that rules have of it: each makes of a weight the function of its gradient.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Strict">A strict rule: correctly rounded at <c>float</c> weights; at <c>double</c> weights <c>System.Math</c> is called for one lane after the other.</param>
/// <param name="Relaxed">A relaxed rule, if its form differs: vectors at <c>double</c> weights too.</param>
internal sealed record FunctionForms(string Name, Func<RuleOptimizer> Strict, Func<RuleOptimizer>? Relaxed);

/// <summary>Compiles the forms of every function that no processor has.</summary>
internal static class FunctionProject
{
    public static IReadOnlyList<FunctionForms> Compile()
    {
        var operations = OperationTable.All.Where(operation => operation.Is(OperationTraits.Lanewise)).ToList();
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var project = CSharpCompilation.Create(
            "Functions",
            operations.SelectMany(operation => new[] { Source(operation, FloatMath.Strict), Source(operation, FloatMath.Relaxed) }).Select(source => CSharpSyntaxTree.ParseText(source, options)),
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        CSharpGeneratorDriver.Create([new OptimizerGenerator().AsSourceGenerator()], parseOptions: options).RunGeneratorsAndUpdateCompilation(project, out var complete, out _);
        using var stream = new MemoryStream();
        var emitted = complete.Emit(stream);
        if (!emitted.Success)
        {
            throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        }

        stream.Position = 0;
        var assembly = new AssemblyLoadContext(null).LoadFromStream(stream);
        return [.. operations.Select(operation => new FunctionForms(operation.Name, Rule(operation, FloatMath.Strict), operation.RelaxedForm is null ? null : Rule(operation, FloatMath.Relaxed)))];

        Func<RuleOptimizer> Rule(Operation operation, FloatMath math) => () => (RuleOptimizer)Activator.CreateInstance(assembly.GetType($"{math}{operation.Opcode}")!)!;
    }

    private static string Source(Operation operation, FloatMath math) => $$"""
        using System;
        using Descent;

        [Optimizer(Math = FloatMath.{{math}})]
        public sealed partial class {{math}}{{operation.Opcode}}
        {
            [Update]
            private static void Update(ref double weight, double gradient) => weight = {{Call(operation, "gradient", "0.75 * gradient + 0.25")}};
        }
        """;

    private static string Call(Operation operation, string first, string second) => operation switch
    {
        { Method: null } => $"{first} % ({second})",
        { Arity: 1 } => $"{operation.Method}({first})",
        _ => $"{operation.Method}({first}, {second})",
    };

    private static ImmutableArray<MetadataReference> References() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Optimizer).Assembly.Location),
    ];
}
