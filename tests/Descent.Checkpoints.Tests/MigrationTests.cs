namespace Descent.Checkpoints.Tests
{
    /// <summary>A rule's next version goes on from a checkpoint of the one before.</summary>
    public sealed class MigrationTests
    {
        [Fact]
        public void RenamedStates_AreLoaded_AndNewOnesStartAsDeclared()
        {
            using var file = new MemoryStream();
            using (var first = new First.Versioned { LearningRate = 0.25 })
            {
                first.Add("w", new float[] { 1, 2 }, [1, -1]);
                first.Step();
                first.Save(file);
            }

            using var second = new Second.Versioned();
            var parameter = second.Add("w", new float[2]);
            file.Position = 0;
            var report = second.Load(file);
            Assert.Equal(["Versioned/Total → Versioned/Sum", "w/M → w/FirstMoment", "w/Mean → w/Level", "w/Pair0 → w/Couple0", "w/Pair1 → w/Couple1"], report.Renamed.Order(StringComparer.Ordinal));
            Assert.Equal(["Versioned/Shrink", "w/Fresh"], report.New.Order(StringComparer.Ordinal));
            Assert.Empty(report.Missing.Concat(report.Extra).Concat(report.Unfit));
            Assert.Equal((0.25, 0.5, 1), (second.LearningRate, second.Shrink, parameter.StepCount));
            Assert.Equal([1, -1], State("FirstMoment").ToArray<double>());
            Assert.Equal([2, -2], State("Couple1").ToArray<double>());
            Assert.Equal([7, 7], State("Fresh").ToArray<double>());
            Assert.Equal((2.0, 4.0), (State("Level").Value, second.Sum));

            StateView State(string name) => parameter.States.Single(state => state.Name == name);
        }

        /// <summary>Back again: what the earlier version does not know is extra, and what it called otherwise is missing.</summary>
        [Fact]
        public void EarlierVersion_RefusesALater()
        {
            using var file = new MemoryStream();
            using (var second = new Second.Versioned())
            {
                second.Add("w", new float[2]);
                second.Save(file);
            }

            file.Position = 0;
            using var first = new First.Versioned();
            first.Add("w", new float[2]);
            var report = Assert.Throws<CheckpointMismatchException>(() => first.Load(file)).Report;
            Assert.Contains("w/Fresh", report.Extra);
            Assert.Contains("Versioned/Shrink", report.Extra);

            // They are not in the rule that the file is of, and so count as new here.
            Assert.Contains("w/M", report.New);
        }

        /// <summary>A state that took the name which another had before: each is found under its own.</summary>
        [Fact]
        public void FormerName_ThatAnotherStateHasNow_IsThatStates()
        {
            using var file = new MemoryStream();
            using (var first = new First.Swapped())
            {
                first.Add("w", new float[] { 1 }, [1]);
                first.Step();
                first.Save(file);
            }

            file.Position = 0;
            using var second = new Second.Swapped();
            second.Add("w", new float[1]);
            var report = second.Load(file);
            Assert.Equal(["w/B"], report.New);
            Assert.Equal(1, second["w"].States.Single(state => state.Name == "A")[0]);
        }
    }
}

namespace Descent.Checkpoints.Tests.First
{
    [Optimizer]
    internal sealed partial class Versioned
    {
        [Hyperparameter(0.1, Min = 0)]
        public partial double LearningRate { get; set; }

        [Update]
        private void Update(
            ref double weight, double gradient, [State] ref double m, [State(Count = 2)] Span<double> pair, [State(Per = Per.Tensor)] ref double mean, [State(Per = Per.Optimizer)] ref double total)
        {
            m += gradient;
            pair[0] += gradient;
            pair[1] += 2 * gradient;
            mean += Reduce.Sum(gradient * gradient, Per.Tensor);
            total += 2 * Reduce.Sum(gradient * gradient, Per.Optimizer);
            weight -= LearningRate * (m + pair[0] + pair[1]) / (1 + mean + total);
        }
    }

    [Optimizer]
    internal sealed partial class Swapped
    {
        [Update]
        private static void Update(ref double weight, double gradient, [State] ref double a)
        {
            a += gradient;
            weight -= a;
        }
    }
}

namespace Descent.Checkpoints.Tests.Second
{
    [Optimizer]
    internal sealed partial class Versioned
    {
        [Hyperparameter(0.1, Min = 0)]
        public partial double LearningRate { get; set; }

        [Hyperparameter(0.5, Min = 0)]
        public partial double Shrink { get; set; }

        [Update]
        private void Update(
            ref double weight,
            double gradient,
            [State(Name = "FirstMoment", Was = "M")] ref double m,
            [State(Count = 2, Was = "Pair")] Span<double> couple,
            [State(Per = Per.Tensor, Was = "Other, Mean")] ref double level,
            [State(Per = Per.Optimizer, Was = "Total")] ref double sum,
            [State(Initial = 7)] ref double fresh)
        {
            m += gradient;
            couple[0] += gradient;
            couple[1] += 2 * gradient;
            level += Reduce.Sum(gradient * gradient, Per.Tensor);
            sum += 2 * Reduce.Sum(gradient * gradient, Per.Optimizer);
            fresh = Shrink * fresh + gradient;
            weight -= LearningRate * (m + couple[0] + couple[1] + fresh) / (1 + level + sum);
        }
    }

    [Optimizer]
    internal sealed partial class Swapped
    {
        [Update]
        private static void Update(ref double weight, double gradient, [State] ref double a, [State(Was = "A")] ref double b)
        {
            a += gradient;
            b += a;
            weight -= b;
        }
    }
}
