namespace Descent.Generator.Tests.Snapshots;

/// <content>Methods that move weights beside the update.</content>
public sealed partial class WholeRulesTests
{
    [Fact]
    public void BeforeGradient_MovesWeights() => Verify("""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.9)] public partial double Momentum { get; set; }

            [BeforeGradient]
            private void LookAhead(ref double weight, [State] double velocity) => weight += Momentum * velocity;

            [Update]
            private void Update(ref double weight, double gradient, [State] ref double velocity)
            {
                velocity = Momentum * velocity - gradient;
                weight -= gradient;
            }
        }
        """);

    [Fact]
    public void FirstGradient_MovesTheWeightsBeforeTheSecond() => Verify("""
        [Optimizer]
        public sealed partial class Rule
        {
            [BeforeGradient]
            private void Climb(ref double weight, double gradient, [State(From = nameof(weight))] ref double home)
            {
                home = weight;
                weight += 0.05 * gradient / (Math.Sqrt(Reduce.Sum(gradient * gradient)) + 1e-12);
            }

            [Update]
            private void Update(ref double weight, double gradient, [State(From = nameof(weight))] double home) => weight = home - 0.1 * gradient;
        }
        """);

    [Fact]
    public void Evaluation_MovesWeightsThereAndBack() => Verify("""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.9, Above = 0, Below = 1)] public partial double Momentum { get; set; }

            [Update]
            private void Update(ref double weight, double gradient, [State(From = nameof(weight))] ref double z, [State(Per = Per.Tensor)] ref double weightSum)
            {
                weightSum += 1;
                weight = (1 - 1 / weightSum) * weight + 1 / weightSum * z;
                z -= gradient;
            }

            [ToEvaluation]
            private void ToEvaluation(ref double weight, [State] double z) => weight += (1 - 1 / Momentum) * (z - weight);

            [ToTraining]
            private void ToTraining(ref double weight, [State] double z) => weight += (1 - Momentum) * (z - weight);
        }
        """);
}
