// The parameter is added at every round: the moments begin anew, and the optimizer steps ever more parameters.
// Expected: DSC0303
public static class AddedInTheLoop
{
    public static void Train(float[] weights, float[] gradients, AdamW optimizer)
    {
        for (var step = 0; step < 1000; step++)
        {
            optimizer.Add("weights", weights, gradients);
            optimizer.Step();
        }
    }
}
