using Descent.Generator.IR;

namespace Descent.Generator.Tests.IR;

/// <summary>What an instruction has besides its operands is of one kind for each operation, and is read back from its text.</summary>
public sealed class PayloadTests
{
    public static TheoryData<string> Texts =>
    [
        "%0 = const.f64 -0", "%0 = const.i32 -7", "%0 = const.bool true", "%0 = arg.f64 #3", "%0 = ref.i32", "%0 = hyper.f64 LearningRate", "%0 = hyper.i32 #1 Form",
        "%0 = load.f64 weight", "%0 = load.f64 gradient", "%0 = load.f64 input.h", "%0 = load.f64 state.m0", "%0 = load.f64 #1 state.m", "%0 = load.f64 #2 state.m", "%0 = load.f64 #3 state.m",
        "%0 = load.f64 scratch.update", "%0 = whole.f64 global::N.M.F()->", "%0 = whole.f64 global::N.M.F()", "apply global::N.M.F(Square=state.l)",
        "apply \"global::N.M.F(Values=gradient; Number; Written=state.left)->scratch.x\"",
    ];

    [Theory, MemberData(nameof(Texts))]
    public void Text_IsReadBack(string text)
    {
        var program = ProgramParser.Parse(text);

        Assert.Equal(text + "\n", program.ToString());
        Assert.NotNull(program[0].Payload);
        Assert.Equal(program, ProgramParser.Parse(text));
    }

    [Fact]
    public void Payloads_AreWhatTheirOperationHas()
    {
        var program = ProgramParser.Parse("""
            %0 = load.f64 #1 state.m
            %1 = reduce.f64 #2 optimizer %0
            %2 = hyper.i32 #1 Form
            %3 = index.i32 #4 %2
            %4 = add.i32 #1 %3, %3
            %5 = call Helper
            %6 = result.f64 #1 %5
            """);

        Assert.Equal((Slot.State("m"), Axes.Tensor), (program[0].Slot, program[0].Scope));
        Assert.Equal((ReductionKind.Min, true), (program[1].Reduction, program[1].IsOverOptimizer));
        Assert.Equal(("Form", true), (program[2].Hyperparameter, program[2].IsEnumeration));
        Assert.Equal((4, true, "Helper", 1), (program[3].Count, program[4].IsChecked, program[5].Callee, program[6].Ordinal));
        Assert.Equal((null, 0L), (program[2].Slot, program[2].Bits));
    }

    [Theory]
    [InlineData("%0 = load.f64")]
    [InlineData("%0 = load.f64 momentum")]
    [InlineData("%0 = load.f64 #6 state.m")]
    [InlineData("%0 = load.f64 #-1 state.m")]
    [InlineData("%0 = hyper.f64")]
    [InlineData("%0 = hyper.i32 #2 Form")]
    [InlineData("%0 = arg.f64 #-1")]
    [InlineData("%0 = arg.f64 #99999999999")]
    [InlineData("%0 = step.i32 #1")]
    [InlineData("%0 = step.i32 t")]
    [InlineData("%0 = const.f64 1\n%1 = sqrt.f64 #1 %0")]
    [InlineData("%0 = const.i32 1\n%1 = add.i32 #2 %0, %0")]
    [InlineData("%0 = const.i32 1\n%1 = index.i32 %0")]
    [InlineData("%0 = const.f64 1\n%1 = reduce.f64 #3 %0")]
    [InlineData("%0 = const.f64 1\n%1 = reduce.f64 tensor %0")]
    [InlineData("%0 = whole.f64")]
    [InlineData("%0 = whole.f64 F")]
    [InlineData("%0 = whole.f64 (Values)")]
    [InlineData("%0 = whole.f64 F(Matrix)")]
    [InlineData("%0 = whole.f64 F(7)")]
    [InlineData("apply F(Values)scratch.x")]
    [InlineData("%0 = call")]
    public void WhatAnOperationDoesNotHave_IsRefused(string text) => Assert.Throws<FormatException>(() => ProgramParser.Parse(text));
}
