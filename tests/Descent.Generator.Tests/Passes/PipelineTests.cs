using System.Collections.Immutable;
using Descent.Generator.IR;
using Descent.Generator.Passes;
using Descent.Generator.Reading;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Tests.Passes;

/// <summary>The whole pipeline on every built-in rule: each program that a pass hands to the next is well formed.</summary>
public sealed class PipelineTests
{
    public static TheoryData<string> Rules => [.. Repository.BuiltInRules];

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryPass_LeavesAWellFormedProgram(string rule) => Check(rule, PassPipeline.Lowering);

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryPassOfARelaxedRule_LeavesAWellFormedProgram(string rule) => Check(rule, PassPipeline.RelaxedLowering);

    private static void Check(string rule, ImmutableArray<(string Name, Func<Program, Program> Run)> lowering)
    {
        var compilation = GeneratorHarness.Compile(Repository.BuiltInRule(rule));
        var type = compilation.GetSymbolsWithName(rule, SymbolFilter.Type).OfType<INamedTypeSymbol>().Single();
        var model = RuleReader.Read(type, compilation, CancellationToken.None).Model!;

        var program = InlineHelpers.Run(model.Update.Body, model.Functions);
        Assert.Empty(Verifier.Verify(program));
        foreach (var (name, pass) in PassPipeline.Simplification.Concat(lowering))
        {
            program = pass(program);
            Assert.True(Verifier.Verify(program) is [], $"After '{name}':\n{string.Join('\n', Verifier.Verify(program))}\n{program}");
            Assert.Equal(program, ProgramParser.Parse(program.ToString()));
        }
    }
}
