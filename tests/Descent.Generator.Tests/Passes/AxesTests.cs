using Descent.Generator.Analysis;
using Descent.Generator.IR;

namespace Descent.Generator.Tests.Passes;

/// <summary>What a value depends on is what its operands do together; a reduction removes axes, a broadcast adds them.</summary>
public sealed class AxesTests
{
    private const Axes StepAndWeight = Axes.Step | Axes.Weight;
    private const Axes StepAndTensor = Axes.Step | Axes.Tensor;
    private const Axes StepAndOptimizer = Axes.Step | Axes.Optimizer;

    [Fact]
    public void Axes_AreThoseOfTheOperandsTogether() => Assert.Equal(
        [
            Axes.None, Axes.Step, Axes.Step, StepAndWeight, StepAndTensor, Axes.Step, Axes.Step, Axes.Step, StepAndWeight,
            StepAndTensor, StepAndOptimizer, StepAndTensor | Axes.Optimizer, Axes.Tensor, StepAndOptimizer, StepAndOptimizer | Axes.Weight, Axes.Tensor, Axes.Optimizer,
        ],
        Of("""
            %0 = const.f64 1
            %1 = hyper.f64 A
            %2 = step.i32
            %3 = load.f64 state.m
            %4 = load.f64 #1 state.n
            %5 = load.f64 #2 state.o
            %6 = load.f64 #3 state.p
            %7 = add.f64 %0, %1
            %8 = mul.f64 %3, %7
            %9 = reduce.f64 %8
            %10 = reduce.f64 optimizer %8
            %11 = add.f64 %9, %10
            %12 = length.f64
            %13 = reduce.f64 optimizer %9
            %14 = broadcast.f64 %13
            %15 = reduce.f64 %0
            %16 = reduce.f64 optimizer %12
            """));

    /// <summary>A row and a column meet at the weight; a reduction over rows leaves columns, and what each row has one of is one of the tensor then.</summary>
    [Fact]
    public void RowsAndColumns_MeetAtTheWeight() => Assert.Equal(
        [
            StepAndWeight, StepAndTensor | Axes.Row, StepAndTensor | Axes.Column, StepAndTensor | Axes.Weight, StepAndTensor, Axes.Step | Axes.Row, Axes.Step | Axes.Column, StepAndTensor, Axes.Tensor,
        ],
        Of("""
            %0 = load.f64 gradient
            %1 = reduce.f64 row %0
            %2 = reduce.f64 #1 column %0
            %3 = mul.f64 %1, %2
            %4 = reduce.f64 rows %1
            %5 = load.f64 #4 state.r
            %6 = load.f64 #5 state.c
            %7 = reduce.f64 %6
            %8 = columns.f64
            """));

    /// <summary>A choice depends on its condition.</summary>
    [Fact]
    public void Choice_HasTheAxesOfItsCondition() => Assert.Equal(StepAndWeight, Of("""
        %0 = const.f64 1
        %1 = load.f64 gradient
        %2 = gt.bool %1, %0
        if %2
        else
        end
        %3 = phi.f64 %2, %0, %0
        """)[^1]);

    [Theory]
    [InlineData((int)(Axes.None), true, false, false)]
    [InlineData((int)(Axes.Step), true, false, false)]
    [InlineData((int)(Axes.Optimizer), false, true, false)]
    [InlineData((int)(Axes.Tensor), false, true, false)]
    [InlineData((int)(Axes.Step | Axes.Row), false, true, false)]
    [InlineData((int)(Axes.Tensor | Axes.Column), false, true, false)]
    [InlineData((int)(Axes.Weight), false, false, true)]
    public void EachIsOfTheStep_OfTotals_OrOfWeights(int number, bool ofStep, bool ofTotals, bool ofWeights)
        => Assert.Equal((ofStep, ofTotals, ofWeights), (((Axes)number).IsOfStep(), ((Axes)number).IsOfTotals(), ((Axes)number).IsOfWeights()));

    /// <summary>What belongs to axes takes values of these and of all around them, and no others.</summary>
    [Theory]
    [InlineData((int)Axes.Step, (int)(Axes.Step), true)]
    [InlineData((int)Axes.Step, (int)(Axes.Optimizer), false)]
    [InlineData((int)Axes.Optimizer, (int)(Axes.Step | Axes.Optimizer), true)]
    [InlineData((int)Axes.Optimizer, (int)(Axes.Tensor), false)]
    [InlineData((int)Axes.Tensor, (int)(Axes.Step | Axes.Optimizer | Axes.Tensor), true)]
    [InlineData((int)Axes.Tensor, (int)(Axes.Row), false)]
    [InlineData((int)Axes.Row, (int)(Axes.Tensor | Axes.Row), true)]
    [InlineData((int)Axes.Row, (int)(Axes.Column), false)]
    [InlineData((int)Axes.Weight, (int)(Axes.Step | Axes.Optimizer | Axes.Tensor | Axes.Row | Axes.Column), true)]
    public void Scope_TakesWhatLiesAround(int scope, int value, bool takes) => Assert.Equal(takes, ((Axes)value).IsWithin(((Axes)scope).Around()));

    [Fact]
    public void Owners_AreThoseOfTheRuntime()
    {
        Assert.Equal([Axes.Weight, Axes.Tensor, Axes.Optimizer, Axes.Row, Axes.Column], Enum.GetValues<Per>().Select(per => AxesExtensions.OfPer((long)per)!.Value));
        Assert.All(Enum.GetValues<Per>(), per => Assert.Equal(per.ToString(), AxesExtensions.OfPer((long)per)!.Value.PerName()));
        Assert.Null(AxesExtensions.OfPer(Enum.GetValues<Per>().Length));
    }

    private static Axes[] Of(string text) => AxesOf.Values(ProgramParser.Parse(text));
}
