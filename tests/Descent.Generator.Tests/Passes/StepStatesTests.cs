using Descent.Generator.Analysis;
using Descent.Generator.IR;

namespace Descent.Generator.Tests.Passes;

/// <summary>Which states of a tensor are known before its loop: those that no method of the rule writes with anything else.</summary>
public sealed class StepStatesTests
{
    private const string Running = """
        %p = load.f64 #1 state.p
        %beta = hyper.f64 Beta
        %next = mul.f64 %p, %beta
        store #1 state.p %next
        """;

    [Fact]
    public void RunningProducts_AreKnownInTheStep() => Assert.Equal(["p"], OfStep(Running));

    /// <summary>What nobody writes keeps the value that it has from outside.</summary>
    [Fact]
    public void StatesThatAreOnlyRead_AreKnownInTheStep() => Assert.Equal(["p"], OfStep("%p = load.f64 #1 state.p\nstore weight %p"));

    [Theory]
    [InlineData("%x = load.f64 gradient")]
    [InlineData("%x = length.f64")]
    [InlineData("%g = load.f64 gradient\n%x = reduce.f64 %g")]
    [InlineData("%g = load.f64 gradient\n%x = reduce.f64 optimizer %g")]
    public void StatesWrittenWithMore_AreNot(string x) => Assert.Empty(OfStep($"{x}\n{Running}\n%sum = add.f64 %next, %x\nstore #1 state.p %sum"));

    /// <summary>Each of them is written with the next, and the last with a total: none is known before the loop.</summary>
    [Fact]
    public void StatesWrittenWithSuchStates_AreNeither() => Assert.Equal(["d"], OfStep("""
        %a = load.f64 #1 state.a
        %b = load.f64 #1 state.b
        %c = load.f64 #1 state.c
        %d = load.f64 #1 state.d
        %g = load.f64 gradient
        %total = reduce.f64 %g
        store #1 state.a %b
        store #1 state.b %c
        store #1 state.c %total
        store #1 state.d %d
        """));

    /// <summary>Two that are written with each other are known together.</summary>
    [Fact]
    public void StatesWrittenWithEachOther_AreKnownTogether() => Assert.Equal(["a", "b"], OfStep("""
        %a = load.f64 #1 state.a
        %b = load.f64 #1 state.b
        store #1 state.a %b
        store #1 state.b %a
        """));

    /// <summary>Methods share their states, so all of them must agree.</summary>
    [Fact]
    public void OneMethodThatWritesMore_DecidesForAll() => Assert.Empty(OfStep(Running, "%g = load.f64 gradient\n%total = reduce.f64 %g\nstore #1 state.p %total"));

    /// <summary>A choice depends on its condition, too.</summary>
    [Fact]
    public void StatesChosenByATotal_AreNot() => Assert.Empty(OfStep("""
        %p = load.f64 #1 state.p
        %g = load.f64 gradient
        %total = reduce.f64 %g
        %one = const.f64 1
        %c = lt.bool %total, %one
        if %c
        else
        end
        %next = phi.f64 %c, %one, %p
        store #1 state.p %next
        """));

    [Fact]
    public void StatesOfWeightsAndOfTheOptimizer_StayWhatTheyAre()
    {
        var body = ProgramParser.Parse("%m = load.f64 state.m\nstore state.m %m\n%o = load.f64 #3 state.o\nstore #3 state.o %o");

        Assert.Equal(body.ToString(), Assert.Single(StepStates.Mark([body])).ToString());
    }

    private static IEnumerable<string> OfStep(params string[] bodies) => StepStates.Mark([.. bodies.Select(ProgramParser.Parse)])
        .SelectMany(body => body.Instructions.Items).Where(instruction => instruction is { Opcode: Opcode.Load, Scope: Axes.Step, Slot.IsState: true })
        .Select(load => load.Slot!.Name).Distinct();
}
