// The rule wants its gradients at a point of its own, and nobody moved the weights there.
// Expected: DSC0305
public static class LookAheadForgotten
{
    public static void Train(float[] weights, float[] gradients)
    {
        var optimizer = new NesterovLookAhead();
        optimizer.Add("weights", weights, gradients);
        for (var step = 0; step < 1000; step++)
        {
            Array.Fill(gradients, weights[0]);
            optimizer.Step();
        }
    }
}
