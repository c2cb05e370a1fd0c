using Descent.CompilerServices;

namespace Descent.Cuda.Tests;

/// <summary>States with one value for the tensor or the optimizer that follow from totals are computed on the device and live there: no step waits for them.</summary>
public sealed class KeptStatesTests
{
    /// <summary>The rules that have some.</summary>
    public static TheoryData<string> Rules => [.. ((IEnumerable<object[]>)BuiltInRulesTests.Rules).Select(row => (string)row[0]).Where(rule => !RuleAccess.Of(BuiltInRulesTests.Create(rule)).CudaStates.IsEmpty)];

    /// <summary>All built-in rules with states that follow from totals have them there.</summary>
    [Fact]
    public void Rules_AreThese()
        => Assert.Equal(
            [nameof(AdaNorm), nameof(DAdaptAdaGrad), nameof(DAdaptAdam), nameof(DAdaptLion), nameof(DoG), nameof(Fromage), nameof(NovoGrad), nameof(Prodigy)],
            ((IEnumerable<object[]>)Rules).Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    /// <summary>A step reads nothing, and has as many launches for many tensors as for one.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Step_WaitsForNothing_AndHasAsManyLaunchesForManyTensors(string rule)
    {
        Assert.Equal(LaunchesOf(2), LaunchesOf(5));

        int LaunchesOf(int tensors)
        {
            using var pair = new Pair<float>(() => BuiltInRulesTests.Create(rule), specialShare: 0);
            for (var tensor = 0; tensor < tensors; tensor++)
            {
                pair.Add($"tensor {tensor}", 30 + tensor);
            }

            var launches = 0;
            for (var step = 1; step <= 3; step++)
            {
                pair.SetGradients();
                pair.Here.Step();
                var before = (pair.Driver.Reads, pair.Driver.Launches.Count);
                var there = pair.There.Step(pair.Device.WrapStream(7));
                Assert.Equal(before.Reads, pair.Driver.Reads);
                Assert.False(there.IsCompleted);
                there.Wait();
                launches = pair.Driver.Launches.Count - before.Count;
                if (step != 2)
                {
                    pair.AssertSame($"{rule}, step {step}");
                }
            }

            return launches;
        }
    }

    /// <summary>States are read in one copy, and not again until a step was queued.</summary>
    [Theory]
    [InlineData(nameof(NovoGrad))]
    [InlineData(nameof(Prodigy))]
    public void States_AreReadOnce_WhenTheyAreAskedFor(string rule)
    {
        using var pair = new Pair<float>(() => BuiltInRulesTests.Create(rule), specialShare: 0);
        pair.Add("weights", 30);
        pair.Step();
        var before = pair.Driver.Reads;
        for (var time = 0; time < 2; time++)
        {
            foreach (var state in pair.There.States.Concat(pair.There.Parameters[0].States.Where(state => state.Schema.Per == Per.Tensor)))
            {
                Assert.True(double.IsFinite(state.Value));
            }
        }

        Assert.Equal(before + 1, pair.Driver.Reads);
        pair.Step();
        pair.AssertSame("a step with states that are as they were");
    }

    /// <summary>Large and small tensors, empty ones, special values, one that is frozen for a step, rates of their own.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void ManyTensors_HaveTheSameBits(string rule)
    {
        using var pair = new Pair<double>(() => BuiltInRulesTests.Create(rule));
        pair.Add("large", (2 * 8192) + 70).Add("small", 3).Add("none", 0).Add("other", 300);
        for (var step = 1; step <= 4; step++)
        {
            pair.Here.Parameters[3].IsFrozen = pair.There.Parameters[3].IsFrozen = step == 2;
            pair.Step();
            if (step > 2)
            {
                pair.AssertSame($"{rule}, step {step}");
            }
        }
    }

    /// <summary>A step that is left out changes no state, nor one that throws; the limit of the norm is taken into the gradients.</summary>
    [Theory]
    [InlineData(nameof(NovoGrad), NonFiniteGradients.SkipStep)]
    [InlineData(nameof(NovoGrad), NonFiniteGradients.Throw)]
    [InlineData(nameof(Prodigy), NonFiniteGradients.SkipStep)]
    [InlineData(nameof(Prodigy), NonFiniteGradients.Throw)]
    [InlineData(nameof(DoG), NonFiniteGradients.SkipStep)]
    [InlineData(nameof(DAdaptAdam), NonFiniteGradients.SkipStep)]
    public void StepsLeftOut_ChangeNoState(string rule, NonFiniteGradients nonFinite)
    {
        for (var bad = 1; bad <= 3; bad++)
        {
            using var pair = new Pair<float>(Create, specialShare: 0);
            pair.Add("first", 60).Add("second", 9);
            for (var step = 1; step <= 4; step++)
            {
                pair.SetGradients();
                if (step == bad)
                {
                    pair.Here.Parameters[0].Gradients[7] = pair.There.Parameters[0].Gradients[7] = float.NaN;
                }

                if (step == bad && nonFinite == NonFiniteGradients.Throw)
                {
                    Assert.Throws<NonFiniteGradientException>(() => pair.Here.Step());
                    Assert.Throws<NonFiniteGradientException>(() => pair.There.Step());
                }
                else
                {
                    Assert.Equal((step == bad, step == bad), (pair.Here.Step().IsSkipped, pair.There.Step().IsSkipped));
                }

                if (step >= bad)
                {
                    pair.AssertSame($"{rule}, step {step} where {bad} is left out");
                }
            }
        }

        RuleOptimizer Create()
        {
            var optimizer = BuiltInRulesTests.Create(rule);
            (optimizer.Options.NonFiniteGradients, optimizer.Options.MaximumGradientNorm) = (nonFinite, 0.5);
            return optimizer;
        }
    }

    /// <summary>Where the first step was left out, states still follow from the hyperparameter that they start with.</summary>
    [Fact]
    public void FirstStepLeftOut_LeavesWhatStatesStartWith()
    {
        using var pair = new Pair<float>(() => new Prodigy { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } }, specialShare: 0);
        pair.Add("weights", 60);
        pair.SetGradients();
        pair.Here.Parameters[0].Gradients[7] = pair.There.Parameters[0].Gradients[7] = float.NaN;
        Assert.Equal((true, true), (pair.Here.Step().IsSkipped, pair.There.Step().IsSkipped));
        ((Prodigy)pair.Here).InitialDistance = ((Prodigy)pair.There).InitialDistance = 0.5;
        pair.Step();
        pair.AssertSame("after another first distance");
    }

    /// <summary>What was saved from memory of the device goes on here, and the other way round.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Checkpoint_OfTheDevice_GoesOnHere(string rule)
    {
        using var pair = new Pair<float>(() => BuiltInRulesTests.Create(rule), specialShare: 0);
        pair.Add("first", 60).Add("vector", 9);
        pair.Step();
        using var here = new MemoryStream();
        using var there = new MemoryStream();
        pair.Here.Save(here);
        pair.There.Save(there);
        Assert.Equal(here.ToArray(), there.ToArray());
        pair.Step();
        (here.Position, there.Position) = (0, 0);
        pair.Here.Load(there);
        pair.There.Load(here);
        pair.Step();
        pair.AssertSame(rule);
    }

    /// <summary>States that are set go to the device, and the others stay what they are.</summary>
    [Fact]
    public void States_AreWhatTheyWereSetTo()
    {
        using var tensor = new Pair<float>(() => new NovoGrad { AmsGrad = true }, specialShare: 0);
        tensor.Add("weights", 30);
        tensor.Step();
        foreach (var optimizer in new[] { tensor.Here, tensor.There })
        {
            ((NovoGradState)optimizer.Parameters[0].State).SecondMoment = 0.25;
        }

        tensor.Step();
        tensor.AssertSame("a state of the tensor");
        using var whole = new Pair<float>(() => new Prodigy(), specialShare: 0);
        whole.Add("weights", 30);
        whole.Step();
        (((Prodigy)whole.Here).Distance, ((Prodigy)whole.There).Distance) = (0.25, 0.25);
        whole.Step();
        whole.AssertSame("a state of the optimizer");
    }

    /// <summary>Where a parameter lies here, its states do; the optimizer's are computed here while it takes part, and by the device while it is frozen.</summary>
    [Theory]
    [InlineData(nameof(NovoGrad))]
    [InlineData(nameof(Prodigy))]
    [InlineData(nameof(DoG))]
    public void ParametersHereAndThere_HaveTheSameBits(string rule)
    {
        using var pair = new Pair<float>(() => BuiltInRulesTests.Create(rule), specialShare: 0);
        pair.Add("there", 700);
        float[] weights = [1, 2, 3], gradients = [3, 2, 1];
        pair.Here.Add("here", (float[])weights.Clone(), gradients);
        pair.There.Add("here", (float[])weights.Clone(), gradients);
        for (var step = 1; step <= 6; step++)
        {
            pair.Here.Parameters[0].IsFrozen = pair.There.Parameters[0].IsFrozen = step == 5;
            pair.Here.Parameters[1].IsFrozen = pair.There.Parameters[1].IsFrozen = step is 2 or 3;
            pair.SetGradients();
            var before = pair.Driver.Reads;
            pair.Here.Step();
            pair.There.Step();
            Assert.True(step is not (2 or 3) || pair.Driver.Reads == before);
            // Nobody has read what the device has when the fourth step goes on here.
            if (step is not (2 or 3))
            {
                pair.AssertSame($"{rule}, step {step}");
            }
        }
    }

    /// <summary>Where what follows from totals leads to functions of this processor, or states choose among the loops, they live here; in a rule that names rows they live there as well.</summary>
    [Theory]
    [InlineData(nameof(ByPower), false)]
    [InlineData(nameof(ByChoice), false)]
    [InlineData(nameof(ByRows), true)]
    public void OtherRules_HaveTheSameBits(string rule, bool isKept)
    {
        using var pair = new Pair<float>(Create, specialShare: 0);
        pair.Add("first", 3, 40).Add("vector", 9);
        for (var step = 1; step <= 4; step++)
        {
            pair.SetGradients();
            pair.Here.Step();
            var before = pair.Driver.Reads;
            pair.There.Step();
            Assert.Equal(isKept, pair.Driver.Reads == before);
            if (step != 2)
            {
                pair.AssertSame($"{rule}, step {step}");
            }
        }

        RuleOptimizer Create() => rule switch { nameof(ByPower) => new ByPower(), nameof(ByChoice) => new ByChoice(), _ => new ByRows() };
    }

    /// <summary>In a group of several optimizers of one class totals are of all, and each optimizer has states of its own.</summary>
    [Theory]
    [InlineData(nameof(Prodigy))]
    [InlineData(nameof(NovoGrad))]
    public void Groups_HaveTheSameBits(string rule)
    {
        using var first = new Pair<float>(() => BuiltInRulesTests.Create(rule), specialShare: 0);
        first.Add("large", (2 * 8192) + 70).Add("small", 3);
        var (here, there) = (BuiltInRulesTests.Create(rule), BuiltInRulesTests.Create(rule));
        float[] weights = [.. Enumerable.Range(1, 40).Select(index => index / 7f)], gradients = [.. Enumerable.Range(1, 40).Select(index => 1f / index)];
        here.Add("more", (float[])weights.Clone(), gradients);
        there.Add("more", first.Device.Allocate<float>(weights).Memory, first.Device.Allocate<float>(gradients).Memory);
        here.Hyperparameters[0].Number = there.Hyperparameters[0].Number = 0.25;
        using var groupHere = new OptimizerGroup(first.Here, new Sgd(), here);
        using var groupThere = new OptimizerGroup(first.There, new Sgd(), there);
        for (var step = 1; step <= 4; step++)
        {
            first.SetGradients();
            first.Here.Parameters[1].IsFrozen = first.There.Parameters[1].IsFrozen = step == 2;
            var before = first.Driver.Reads;
            groupThere.Step();
            Assert.Equal(before, first.Driver.Reads);
            groupHere.Step();
        }

        first.AssertSame("first");
        Assert.Equal(here.Parameters[0].Weights.ToArray<float>(), there.Parameters[0].Weights.ToArray<float>());
        Assert.Equal(here.States.Select(state => state.Value), there.States.Select(state => state.Value));
    }
}
