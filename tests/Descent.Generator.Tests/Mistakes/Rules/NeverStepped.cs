// The parameters are added, the gradients computed, and nobody takes a step.
// Expected: DSC0302
public static class NeverStepped
{
    public static void Train(float[] weights, float[] gradients)
    {
        var optimizer = new Adam { LearningRate = 0.01 };
        optimizer.Add("weights", weights, gradients);
        for (var epoch = 0; epoch < 10; epoch++)
        {
            Array.Fill(gradients, weights[0]);
        }
    }
}
