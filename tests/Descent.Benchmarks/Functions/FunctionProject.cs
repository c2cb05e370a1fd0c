using System.Collections.Immutable;
using System.Runtime.Loader;
using Descent.Generator;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Benchmarks.Functions;

/// <summary>A function in two forms.</summary>
/// <typeparam name="T">The type of the weights.</typeparam>
/// <param name="Name">Its name.</param>
/// <param name="Rule">A rule that makes of each weight the function of its gradient.</param>
/// <param name="LaneByLane">The same, of an array into another, as it was: a vector is written to memory, and <c>System.Math</c> called for each lane.</param>
internal sealed record FunctionForms<T>(string Name, Func<RuleOptimizer> Rule, Action<T[], T[]> LaneByLane);

/// <summary>Compiles both forms of every function that no processor has.</summary>
internal static class FunctionProject
{
    /// <summary>In strict rules of <c>float</c>.</summary>
    public static IReadOnlyList<FunctionForms<float>> Strict() => Compile<float>("float", FloatMath.Strict, operation => operation.Is(OperationTraits.Lanewise));

    /// <summary>Those that relaxed rules of <c>double</c> compute for many weights at once.</summary>
    public static IReadOnlyList<FunctionForms<double>> Relaxed() => Compile<double>("double", FloatMath.Relaxed, operation => operation.RelaxedForm is not null && operation.Is(OperationTraits.Lanewise));

    private static IReadOnlyList<FunctionForms<T>> Compile<T>(string type, FloatMath math, Func<Operation, bool> isMeasured)
    {
        var operations = OperationTable.All.Where(isMeasured).ToList();
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var project = CSharpCompilation.Create(
            "Functions",
            operations.Select(operation => CSharpSyntaxTree.ParseText(Source(operation, type, math), options)),
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
        return
        [
            .. operations.Select(operation => new FunctionForms<T>(
                operation.Name,
                () => (RuleOptimizer)Activator.CreateInstance(assembly.GetType($"{operation.Opcode}Rule")!)!,
                assembly.GetType($"{operation.Opcode}Lanes")!.GetMethod("Run")!.CreateDelegate<Action<T[], T[]>>())),
        ];
    }

    private static string Source(Operation operation, string type, FloatMath math) => $$"""
        using System;
        using System.Numerics;
        using System.Runtime.Intrinsics;
        using Descent;

        [Optimizer(Math = FloatMath.{{math}})]
        public sealed partial class {{operation.Opcode}}Rule
        {
            [Update]
            private static void Update(ref double weight, double gradient) => weight = {{Call(operation, "gradient", "0.75 * gradient + 0.25")}};
        }

        public static class {{operation.Opcode}}Lanes
        {
            public static void Run({{type}}[] results, {{type}}[] arguments)
            {
                Span<{{type}}> lanes = stackalloc {{type}}[Vector512.IsHardwareAccelerated ? Vector512<{{type}}>.Count : Vector<{{type}}>.Count];
                for (int index = 0; index < arguments.Length; index += lanes.Length)
                {
                    arguments.AsSpan(index, lanes.Length).CopyTo(lanes);
                    foreach (ref {{type}} lane in lanes)
                    {
                        {{type}} other = ({{type}})0.75 * lane + ({{type}})0.25;
                        lane = ({{type}})({{Call(operation, "(double)lane", "(double)other")}});
                    }

                    lanes.CopyTo(results.AsSpan(index));
                }
            }
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
