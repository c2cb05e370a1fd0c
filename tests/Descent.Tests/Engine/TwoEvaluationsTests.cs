using Descent.Testing;
using Descent.Tests.Strictness;

namespace Descent.Tests.Engine;

/// <summary>Steps of two evaluations: gradients where the weights stand, a move along them, and gradients where it led.</summary>
public sealed class TwoEvaluationsTests
{
    /// <summary>The climb has length ρ, the step is one of momentum from where it began, with the second gradient.</summary>
    [Fact]
    public void Sam_ClimbsAlongTheFirstGradient_AndStepsFromHomeWithTheSecond()
    {
        double[] first = [1], second = [2], firstGradient = [3], secondGradient = [4];
        using var sam = new Sam { LearningRate = 0.5, Momentum = 0.5, Radius = 0.25 };
        sam.Add("first", first, firstGradient);
        sam.Add("second", second, secondGradient);
        for (var step = 0; step < 2; step++)
        {
            var (homeOfFirst, homeOfSecond) = (first[0], second[0]);
            (firstGradient[0], secondGradient[0]) = (3, 4);
            Assert.Equal(2, sam.BeforeGradient().Updated);

            // 10⁻¹² is added to a norm of 5.
            Assert.Equal(homeOfFirst + 0.25 * 3 / 5, first[0], 1e-12);
            Assert.Equal(homeOfSecond + 0.25 * 4 / 5, second[0], 1e-12);
            (firstGradient[0], secondGradient[0]) = (1, -1);
            Assert.Equal(2, sam.Step().Updated);
            var velocity = step == 0 ? 1 : 1.5;
            Assert.Equal((homeOfFirst - 0.5 * velocity, homeOfSecond + 0.5 * velocity), (first[0], second[0]));
        }
    }

    /// <summary>ASAM (Kwon et al., 2021): e = ρ w² g / ‖w g‖.</summary>
    [Fact]
    public void AdaptiveSam_ClimbsByTheSizeOfEachWeight()
    {
        double[] weights = [3, -0.5, 0], gradients = [1, 8, 5];
        using var sam = new Sam { Radius = 0.5, Adaptive = true };
        sam.Add("weights", weights, gradients);
        sam.BeforeGradient();

        // ‖w g‖ = 5; 10⁻¹² is added to it.
        Assert.Equal(3 + 0.5 * 9 * 1 / 5, weights[0], 1e-11);
        Assert.Equal(-0.5 + 0.5 * 0.25 * 8 / 5, weights[1], 1e-11);
        Assert.Equal(0, weights[2]);
        sam.Step();
        Assert.Equal(-0.01 * 5, weights[2]);
    }

    [Fact]
    public void EvaluatesTwice_IsTrueOfRulesThatTakeTheFirstGradient()
    {
        using Optimizer sam = new Sam(), climb = new ClimbForTests(), look = new NesterovLookAhead(), adam = new Adam();
        Assert.True(sam.EvaluatesTwice && climb.EvaluatesTwice);
        Assert.False(look.EvaluatesTwice || adam.EvaluatesTwice);
        Assert.True(new OptimizerGroup(adam, sam).EvaluatesTwice);
        Assert.False(new OptimizerGroup(adam, look).EvaluatesTwice);
    }

    [Theory]
    [InlineData(typeof(ClimbForTests))]
    [InlineData(typeof(LayerWiseSamForTests))]
    public void Rules_PassTheBattery(Type rule) => new RuleBattery(() => (RuleOptimizer)Activator.CreateInstance(rule)!).Run();

    /// <summary>Both gradients are those that the options make of them.</summary>
    [Fact]
    public void Options_ScaleAndClipTheFirstGradientToo()
    {
        double[] weights = [1], gradients = [8];
        using var optimizer = new ClimbForTests { Options = { GradientScale = 0.5, MaximumGradientNorm = 2 } };
        optimizer.Add("weights", weights, gradients);
        Assert.Equal(4, optimizer.BeforeGradient().GradientNorm);

        // Clipping divides by the norm and 10⁻⁶.
        var clipped = 8 * (0.5 * (2 / (4 + 1e-6)));
        Assert.Equal(1 + 0.25 * clipped, weights[0]);
        gradients[0] = 2;
        optimizer.Step();
        Assert.Equal(1 - 0.5 * 1, weights[0]);
    }

    [Fact]
    public void FirstGradientThatIsNotFinite_SkipsTheWholeStep()
    {
        double[] weights = [1, 2], gradients = [3, double.NaN];
        using var optimizer = new ClimbForTests { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep, ClearGradientsAfterStep = true } };
        var parameter = optimizer.Add("weights", weights, gradients);
        var before = optimizer.BeforeGradient();
        Assert.Equal((true, parameter, 1, 0), (before.IsSkipped, before.NonFiniteParameter, before.NonFiniteIndex, before.Updated));
        Assert.False(parameter.State.AwaitsGradient);
        gradients[1] = 5;

        Assert.Equal(before, optimizer.Step());
        Assert.Equal([1, 2], weights);
        Assert.Equal([0, 0], gradients);
        Assert.Equal(0, parameter.StepCount);

        (gradients[0], gradients[1]) = (4, 4);
        Assert.False(optimizer.BeforeGradient().IsSkipped);
        Assert.Equal([2, 3], weights);
        (gradients[0], gradients[1]) = (1, 1);
        Assert.Equal(1, optimizer.Step().Updated);
        Assert.Equal([0.5, 1.5], weights);
    }

    /// <summary>One of the group's parameters is enough: the step of all is skipped, of those too whose rule takes one evaluation.</summary>
    [Fact]
    public void FirstGradientThatIsNotFinite_SkipsTheStepOfTheGroup()
    {
        double[] climbing = [1], plain = [1], climbingGradient = [double.NaN], plainGradient = [1];
        using var climb = new ClimbForTests();
        using var sgd = new Sgd { LearningRate = 1 };
        climb.Add("climbing", climbing, climbingGradient);
        sgd.Add("plain", plain, plainGradient);
        var group = new OptimizerGroup(climb, sgd) { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } };
        var before = group.BeforeGradient();
        climbingGradient[0] = 1;
        Assert.True(before.IsSkipped);
        Assert.Equal(before, group.Step());
        Assert.Equal((1, 1), (climbing[0], plain[0]));

        group.BeforeGradient();
        Assert.Equal(2, group.Step().Updated);
        Assert.Equal((0.5, 0), (climbing[0], plain[0]));
    }

    /// <summary>Whoever asks and goes on to the next batch is not asked to step.</summary>
    [Fact]
    public void SkippedFirstEvaluation_MayBeFollowedByAnother()
    {
        double[] weights = [1], gradients = [double.NaN];
        using var optimizer = new ClimbForTests();
        var group = new OptimizerGroup(optimizer) { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } };
        optimizer.Add("weights", weights, gradients);
        Assert.True(group.BeforeGradient().IsSkipped);
        gradients[0] = 4;
        Assert.False(group.BeforeGradient().IsSkipped);
        Assert.Equal([2], weights);
        Assert.False(group.Step().IsSkipped);
        Assert.Equal([-1], weights);
    }

    [Fact]
    public void FirstGradientThatIsNotFinite_ThrowsIfAsked_BeforeAnythingMoves()
    {
        double[] good = [1], bad = [2];
        using var optimizer = new Sam { Options = { NonFiniteGradients = NonFiniteGradients.Throw } };
        optimizer.Add("good", good, [1.0]);
        var parameter = optimizer.Add("bad", bad, [double.PositiveInfinity]);
        var exception = Assert.Throws<NonFiniteGradientException>(() => optimizer.BeforeGradient());

        Assert.Equal(parameter, exception.Parameter);
        Assert.Equal((1, 2), (good[0], bad[0]));
        Assert.Contains("BeforeGradient()", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
    }

    /// <summary>A second gradient that is not finite leaves the weights at the top; they come home with the next step.</summary>
    [Fact]
    public void SecondGradientThatIsNotFinite_LeavesTheWeightsWaiting()
    {
        double[] weights = [1], gradients = [4];
        using var optimizer = new ClimbForTests { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } };
        optimizer.Add("weights", weights, gradients);
        optimizer.BeforeGradient();
        gradients[0] = double.NaN;
        Assert.True(optimizer.Step().IsSkipped);
        Assert.Equal([2], weights);

        gradients[0] = 100;
        Assert.Equal(0, optimizer.BeforeGradient().Updated);
        gradients[0] = 1;
        optimizer.Step();
        Assert.Equal([0.5], weights);
    }

    /// <summary>The second evaluation adds to the gradients of all parameters, so all of them are cleared before it.</summary>
    [Fact]
    public void ZeroGradients_ClearsAllOfThemBeforeTheSecondEvaluation()
    {
        double[] climbing = [1, 1, 1, 1];
        double[][] gradients = [[1], [2], [3], [4]];
        using var climb = new ClimbForTests();
        using var look = new NesterovLookAhead();
        using var plain = new Sgd { LearningRate = 1 };
        climb.Add("climbing", climbing.AsMemory(0, 1), gradients[0]);
        climb.Add("frozen", climbing.AsMemory(1, 1), gradients[1]).IsFrozen = true;
        look.Add("looking", climbing.AsMemory(2, 1), gradients[2]);
        plain.Add("plain", climbing.AsMemory(3, 1), gradients[3]);
        var group = new OptimizerGroup(climb, look, plain) { Options = { ClearGradientsAfterStep = true } };
        Assert.Equal(new StepResult { Updated = 2, Frozen = 1 }, group.BeforeGradient());
        Assert.All(gradients, gradient => Assert.Equal([0], gradient));

        gradients[3][0] = 5;
        Assert.Equal(new StepResult { Updated = 3, Frozen = 1 }, group.Step());
        Assert.Equal(-4, climbing[3]);
    }

    /// <summary>What a rule of one evaluation has for gradients does not matter before it is read; it may have none yet.</summary>
    [Fact]
    public void Group_LooksOnlyAtTheGradientsThatAreRead()
    {
        double[] weights = [1, 1, 1];
        using var climb = new ClimbForTests();
        using var look = new NesterovLookAhead();
        climb.Add("climbing", weights.AsMemory(0, 1), new double[] { 4 });
        look.Add("none yet", weights.AsMemory(1, 1));
        look.Add("not finite yet", weights.AsMemory(2, 1), new[] { double.NaN });
        var group = new OptimizerGroup(climb, look) { Options = { NonFiniteGradients = NonFiniteGradients.Throw, GradientScale = 0.5 } };
        var result = group.BeforeGradient();

        Assert.Equal((3, 2.0), (result.Updated, result.GradientNorm));
        Assert.Equal([1.5, 1, 1], weights);
    }

    [Fact]
    public void ParametersWithoutAFirstGradient_AreLeftAlone()
    {
        double[] there = [1], missing = [2];
        using var optimizer = new Sam();
        optimizer.Add("there", there, [1.0]);
        var parameter = optimizer.Add("missing", missing);
        Assert.Equal(new StepResult { Updated = 1, MissingGradients = 1 }, optimizer.BeforeGradient());
        Assert.Equal(new StepResult { Updated = 1, MissingGradients = 1 }, optimizer.Step());
        Assert.Equal([2], missing);

        optimizer.BeforeGradient();
        parameter.BindGradients(new double[1]);
        Assert.Contains("'missing'", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
    }

    /// <summary>The norm is of all parameters of the rule in the group.</summary>
    [Fact]
    public void Group_ClimbsByOneNorm()
    {
        double[] one = [0], other = [0];
        using var first = new Sam { Radius = 1 };
        using var second = new Sam { Radius = 10 };
        first.Add("one", one, [3.0]);
        second.Add("other", other, [4.0]);
        new OptimizerGroup(first, second).BeforeGradient();

        // 10⁻¹² is added to a norm of 5.
        Assert.Equal(3.0 / 5, one[0], 1e-11);
        Assert.Equal(10 * 4.0 / 5, other[0], 1e-11);
    }

    [Fact]
    public void Spans_AreMovedOnce_AndChecked()
    {
        using var optimizer = new ClimbForTests();
        double[] weights = [1, 1], gradients = [4, 8];
        var state = optimizer.CreateState(weights);
        Assert.Throws<ArgumentException>(() => optimizer.BeforeGradient(weights, gradients.AsSpan(1), state));
        Assert.Throws<ArgumentException>(() => optimizer.BeforeGradient<double>(weights, weights, state));
        Assert.Throws<InvalidOperationException>(() => optimizer.Update(weights, gradients, state));
        Assert.Equal([1, 1], weights);

        optimizer.BeforeGradient(weights, gradients, state);
        optimizer.BeforeGradient(weights, gradients, state);
        Assert.Equal([2, 3], weights);
        optimizer.Update(weights, gradients, state);
        Assert.Equal([-1, -3], weights);

        double[] again = [1, 1];
        var other = optimizer.CreateState(again);
        optimizer.ReferenceBeforeGradient(again, gradients, other);
        optimizer.Reference(again, gradients, other);
        Assert.Equal(weights, again);
    }

    /// <summary>The reference of a rule that reduces over the optimizer takes those parameters that a step takes.</summary>
    [Fact]
    public void Reference_LeavesAloneWhatAStepLeavesAlone()
    {
        var (step, reference) = (Run(isReference: false), Run(isReference: true));
        Assert.Equal(step, reference);

        static double[] Run(bool isReference)
        {
            double[] weights = [1, 2, 3];
            using var sam = new Sam();
            sam.Add("moving", weights.AsMemory(0, 1), new double[] { 3 });
            sam.Add("frozen", weights.AsMemory(1, 1), new double[] { 3 }).IsFrozen = true;
            var late = sam.Add("late", weights.AsMemory(2, 1));
            Move();
            late.BindGradients(new double[] { 4 });
            Move();
            if (isReference)
            {
                sam.Reference();
            }
            else
            {
                sam.Step();
            }

            return weights;

            void Move()
            {
                if (isReference)
                {
                    sam.ReferenceBeforeGradient();
                }
                else
                {
                    sam.BeforeGradient();
                }
            }
        }
    }
}
